"""What the server has ready before its first visitor."""

import json
import os
import subprocess
import sys
from threading import Event

import pytest

from ui import answers, server
from warehouse.errors import TooMuch
from warehouse.place import REPOSITORY, Place

SCRIPT = """
import asyncio, json, sys, threading
from ui import server
from warehouse.reader import Warehouse
questions, done, query, ask = set(), threading.Event(), Warehouse.query, server._ask
Warehouse.query = lambda store, name, params=None: questions.add(name) or query(store, name, params)
server._ask = lambda *given: (ask(*given), done.set())[0]
async def start():
    async with server._ready(server.app):
        assert done.wait(60)
        names = ("folium", "plotly", "openpyxl", "streamlit_folium")
        print(json.dumps(["queries/sql/adoption/sites" in questions, *(name in sys.modules for name in names)]))
asyncio.run(start())
"""


def started(place):
    done = subprocess.run([sys.executable, "-c", SCRIPT], cwd=REPOSITORY, env={**os.environ, "VAORA_DATA": str(place.root)},
                          capture_output=True, text=True, check=True)  # fmt: skip
    return json.loads(done.stdout)


def test_libraries_and_answers_are_there_and_the_map_s_component_is_left_to_the_screens(province):
    assert started(province) == [True, True, True, True, False]


def test_a_server_without_data_starts_too(tmp_path):
    assert started(Place(tmp_path)) == [False, True, True, True, False]


@pytest.fixture
def questions(monkeypatch):
    """questions(*them) takes the place of what screens ask first."""
    return lambda *them: monkeypatch.setattr(answers, "asked_first", lambda store: list(them))


def test_a_question_that_fails_stops_no_other_and_is_not_asked_of_the_same_lake_again(province, monkeypatch, questions, caplog):
    monkeypatch.setenv("VAORA_DATA", str(province.root))
    asked, value = [], "row of 0912345678"

    def too_much():
        raise TooMuch(memory=value)

    questions(lambda: asked.append(1), too_much, lambda: asked.append(2))
    given_up = server._ask(Event(), None)
    assert asked == [1, 2] and given_up == server.open_warehouse().version()
    assert server._ask(Event(), given_up) == given_up and asked == [1, 2]
    assert server._ask(Event(), (given_up[0] - 1, "")) == given_up and asked == [1, 2, 1, 2]
    assert caplog.text.count("ERROR") == 2 and value not in caplog.text


def test_a_server_that_stops_asks_no_further(province, monkeypatch, questions):
    monkeypatch.setenv("VAORA_DATA", str(province.root))
    stop, asked = Event(), []
    questions(stop.set, lambda: asked.append(1))
    assert server._ask(stop, None) is None and not asked
