"""Names that registers share."""

# What every record has besides its register's fields.
COMMON = frozenset({"external_id", "subject", "related", "valid_from", "valid_to", "as_of", "deleted"})
# The source of what the city itself wrote down, such as the result of an application.
OURSELVES = "yima"
