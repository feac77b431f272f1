"""`make fuzz`: whatever is held in front of a reader, it answers, and two checks agree."""
