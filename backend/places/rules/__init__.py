"""The rules of places: names, enrolment codes, reader keys and what readers sign; no database, no clock."""
