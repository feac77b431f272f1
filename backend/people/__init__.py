"""A resident's account: signing in by phone, saying once who one is, staying signed in on own devices."""
