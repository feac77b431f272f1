"""The shapes of applications: what everybody shares, what applicants ask, what clerks ask."""
