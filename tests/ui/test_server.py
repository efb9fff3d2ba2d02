"""What the server has ready before its first visitor."""

import json
import os
import subprocess
import sys

from warehouse.place import REPOSITORY, Place

SCRIPT = """
import asyncio, json, sys
from ui import server, session
opened = []
session_warehouse = server.open_warehouse
server.open_warehouse = lambda: opened.append(session_warehouse())
async def start():
    async with server._ready(server.app):
        print(json.dumps([len(opened), *(name in sys.modules for name in ("folium", "plotly", "openpyxl", "streamlit_folium"))]))
asyncio.run(start())
"""


def started(place):
    done = subprocess.run([sys.executable, "-c", SCRIPT], cwd=REPOSITORY, env={**os.environ, "VAORA_DATA": str(place.root)},
                          capture_output=True, text=True, check=True)  # fmt: skip
    return json.loads(done.stdout)


def test_libraries_and_warehouse_are_there_and_the_map_s_component_is_left_to_the_screens(province):
    assert started(province) == [1, True, True, True, False]


def test_a_server_without_data_starts_too(tmp_path):
    assert started(Place(tmp_path)) == [0, True, True, True, False]
