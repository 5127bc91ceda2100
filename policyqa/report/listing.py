"""The calendar and the responsibility matrix as files: iCalendar, tables, records for scripts."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime, timedelta

import msgspec

from policyqa.comparing import Due, Duty, Load, Unled
from policyqa.language import say
from policyqa.report import excel, rows, tables, wording, words

_SUMMARY = 60  # characters of a calendar entry's title


def as_ics(due: Iterable[Due], as_of: date | None) -> bytes:
    """An all-day entry on the day on which each commitment falls due.

    Ids come from content, so that a second import changes nothing; `as_of` (else the date itself) is the stamp that
    the format asks for.
    """
    from icalendar import Calendar, Event

    calendar = Calendar()
    calendar.add("prodid", "-//policyqa//policy deadlines//ZH")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", say("政策时限", "Policy deadlines"))
    for item in due:
        event = Event()
        event.add("uid", f"{_id(item)}@policyqa")
        event.add("dtstamp", datetime.combine(as_of or item.end, datetime.min.time(), UTC))
        event.add("dtstart", item.end)
        event.add("dtend", item.end + timedelta(days=1))
        event.add("summary", f"{item.region}：{wording.shortened(item.source.quote, _SUMMARY)}")
        event.add("description", _description(item))
        event.add("categories", [item.region])
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _id(item: Due) -> str:
    told = f"{item.source.document_id} {item.source.span} {item.end}"
    return hashlib.sha256(told.encode()).hexdigest()[:24]


def _description(item: Due) -> str:
    leads = wording.listed(item.leads) or words.words()["unnamed"]
    return say(
        f"时限：{item.text}\n责任单位：{leads}\n原文：{wording.one_line(item.source.quote)}\n出处：{words.cited(item.source)}",
        f"Limit: {item.text}\nLead: {leads}\nQuote: {wording.one_line(item.source.quote)}\nSource: {words.cited(item.source)}",
    )


def _calendar_table(due: Sequence[Due], as_of: date | None) -> tables.Table:
    head = (
        say("截止", "end"), say("到期情况", "status"), say("地区", "region"), say("时限原文", "limit"), say("责任单位", "bodies"),
        say("原文", "quote"), say("出处", "source"),
    )  # fmt: skip
    return head, [
        (str(d.end), rows.status(d, as_of), d.region, wording.one_line(d.text), wording.listed(d.leads),
         wording.one_line(d.source.quote), words.cited(d.source))
        for d in due
    ]  # fmt: skip


def _duties_table(duties: Iterable[Duty]) -> tables.Table:
    t = words.words()
    head = (t["region"], t["body"], t["role"], t["end"], say("任务", "task"), say("出处", "source"))
    return head, [
        (
            d.region,
            d.body,
            wording.role(d.role),
            str(d.end or ""),
            wording.one_line(d.source.quote),
            words.cited(d.source),
        )
        for d in duties
    ]


def _records(**lists: object) -> bytes:
    return msgspec.json.encode(lists)


CALENDARS: dict[str, Callable[[Sequence[Due], date | None], bytes]] = {
    ".ics": as_ics,
    ".xlsx": excel.calendar,
    ".csv": lambda due, as_of: tables.as_csv(*_calendar_table(due, as_of)),
    ".md": lambda due, as_of: tables.as_markdown(*_calendar_table(due, as_of)),
    ".json": lambda due, _: _records(due=due),
    ".jsonl": lambda due, _: b"\n".join(map(msgspec.json.encode, due)),
}

DUTIES: dict[str, Callable[[Sequence[Duty], Sequence[Load], Sequence[Unled]], bytes]] = {
    ".xlsx": excel.responsibilities,
    ".csv": lambda duties, _loads, _unled: tables.as_csv(*_duties_table(duties)),
    ".md": lambda duties, _loads, _unled: tables.as_markdown(*_duties_table(duties)),
    ".json": lambda duties, loads, unled: _records(duties=duties, loads=loads, unled=unled),
}
