"""`yima demo`: a throw-away city walks its main path by itself, over HTTP, and shows each step."""

import sys
import time

import httpx

from backend.demo.city import throw_away_city
from backend.demo.main_path import walk_main_path
from backend.demo.offline_path import walk_offline_path
from backend.demo.walk import Failed, Walk


def main() -> int:
    """Walk the path; 0 only if every step held."""
    print("A throw-away city: sign in, show, verify, refuse; and the same without a network.\n")
    began = time.perf_counter()
    try:
        with throw_away_city() as address, httpx.Client(base_url=address, timeout=20) as http:
            walk = Walk()
            walk_offline_path(walk, http, walk_main_path(walk, http))
    except Failed as failure:
        print(f"\nThis did not hold: {failure}", file=sys.stderr)
        return 1
    print(f"\nEvery step held, in {time.perf_counter() - began:.0f} s.")
    return 0
