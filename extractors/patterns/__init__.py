"""The language of policy texts as data: words and small named pieces that the components put together."""
