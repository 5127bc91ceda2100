"""Names of the past, checked against the official table."""

from __future__ import annotations

from importlib.resources import files

import pytest

from policyqa.zh import regions

ROWS = [
    row.split("\t") for row in files("policyqa.zh").joinpath("data/former_names.tsv").read_text("utf-8").splitlines()
]
TODAY = {
    row.split("\t")[1] for row in files("policyqa.zh").joinpath("data/divisions.tsv").read_text("utf-8").splitlines()
}


def test_every_former_name_leads_to_one_division_of_today() -> None:
    for former, now, parent, year in ROWS:
        found = regions.resolve(former)
        assert former not in TODAY, former
        assert found is not None, former
        assert (found.name, parent in found.path[:-1]) == (now, True), former
        assert 1990 < int(year) < 2030


@pytest.mark.parametrize(
    ("text", "name", "code"),
    [
        ("绍兴县教育发展规划", "柯桥区", "330603"),
        ("浙江省绍兴县人民政府", "柯桥区", "330603"),
        ("达县人民政府关于加强学校体育工作的意见", "达川区", "511703"),
        ("公安县人民政府关于加强学校体育工作的意见", "公安县", "421022"),
        ("西安县级医院改革方案", None, None),
        ("南京市鼓楼区教育发展规划", "鼓楼区", "320106"),
        ("鼓楼区教育发展规划", "鼓楼区", None),
    ],
)
def test_region_of_a_title(text: str, name: str | None, code: str | None) -> None:
    found = regions.spoken_for(text)
    assert (found.name, found.code) == (name, code) if found else name is None
