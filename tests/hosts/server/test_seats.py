"""A student of a class has what is theirs, and nothing of anybody else's, whatever they ask for."""

from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import msgspec
import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus

from learnscope.classroom.classroom import Classroom
from learnscope.hosts.server.guesses import Guesses
from learnscope.scene import schema
from learnscope.scene.schema.classroom import ClassAct
from learnscope.sittings.names import new_name
from tests import waiting
from tests.hosts.server.class_ import TOKEN, Class, Visitor, class_of
from tests.hosts.server.fakes import build_page, read
from tests.sittings.fakes import AT, change, intent

ORIGIN = "http://127.0.0.1:{port}"
REFUSED = "this address needs the word of the class; open the whole address that your teacher shows\n"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Class]:
    """A class of fake sessions."""
    folder = tmp_path_factory.mktemp("class")
    with class_of(build_page(folder / "page"), folder) as found:
        yield found


@pytest.fixture(scope="module")
def ada(served: Class) -> Visitor:
    return served.join("Ada")


@pytest.fixture(scope="module")
def bo(served: Class) -> Visitor:
    """Whose sitting has begun and has a change in it."""
    bo = served.join("Bo")
    with bo.connect() as wire:
        read(wire)
        wire.send(change())
        assert read(wire)["moment"]["revision"] == 1
    return bo


def ways(name: str) -> list[tuple[str, str]]:
    """Every address there is of a sitting, and how it is asked for."""
    own = f"/s/{name}"
    gets = [
        own,
        f"{own}/",
        f"{own}/data",
        f"{own}/assets/index-1a2b.js",
        f"{own}/x/../../{name}/",
        f"{own}//",
    ]
    return [("GET", path) for path in gets] + [("POST", f"{own}/data"), ("POST", f"{own}/picture")]


def test_nothing_of_another_is_reached(served: Class, ada: Visitor, bo: Visitor):
    """By no address of another's sitting, known or guessed, straight or roundabout."""
    headers = {"Origin": ORIGIN.format(port=served.server.port), "X-Learnscope": "1"}
    teacher = served.teacher()
    for name in (bo.sitting, teacher.sitting, new_name()):
        answers = [ada.get(path, method=method, headers=headers) for method, path in ways(name)]
        assert {answer.status_code for answer in answers} == {404}
        with pytest.raises(InvalidStatus) as error, ada.connect(name):
            pass
        assert error.value.response.status_code == 404
    for path in ("/metrics", "/s", "/s/", "/sittings", "/token", f"/s/{ada.sitting}x/", "//", "/health/"):
        assert ada.get(path).status_code == 404, path


@pytest.mark.parametrize("way", ["..", "%2e%2e", "%2E%2e", ".", "%2f"])
def test_no_way_leads_out_of_ones_own(served: Class, ada: Visitor, bo: Visitor, way: str):
    """Below one's own address lie the files of the page alone."""
    import http.client

    for end in (f"/{way}/{bo.sitting}/data", f"/assets/{way}/{way}/{bo.sitting}/", f"/{way}/{way}/metrics"):
        connection = http.client.HTTPConnection("127.0.0.1", served.server.port, timeout=10)
        connection.request("GET", f"/s/{ada.sitting}{end}", headers={"Cookie": ada.cookie})
        assert connection.getresponse().status == 404
        connection.close()


def test_ones_own_is_reached(served: Class, ada: Visitor):
    """The beginning leads there, whatever sitting is named, and the page and its socket answer."""
    for query in ("", f"?sitting={new_name()}"):
        begun = ada.get(f"/{query}")
        assert begun.headers["location"].partition("?")[0] == f"s/{ada.sitting}/"
    assert ada.get(f"/s/{ada.sitting}/").status_code == 200
    assert ada.get("/health").status_code == 200
    with ada.connect() as wire:
        seat = read(wire)["classroom"]
    assert seat == {
        "type": "seat",
        "name": "Ada",
        "paused": False,
        "lesson": "",
        "furthest": 0,
        "link": "",
        "call": 0,
        "ended": False,
        "removed": False,
        "resets": 0,
    }


def test_each_has_what_they_did(served: Class, ada: Visitor, bo: Visitor):
    """A change of one is in no other's sitting."""
    with ada.connect() as hers, bo.connect() as his:
        assert (read(hers)["moment"]["revision"], read(his)["moment"]["revision"]) == (0, 1)


def test_without_a_secret_there_is_nothing(served: Class, bo: Visitor):
    """The word of the class alone opens no sitting, nor does a secret that is none."""
    word = served.room.word
    for cookie in (
        "",
        "learnscope_test_student=guess",
        f"learnscope_test_student={word}",
        f"learnscope_test={word}",
    ):
        stranger = Visitor(served, cookie, bo.sitting)
        for method, path in [
            *ways(bo.sitting),
            ("GET", f"/s/{bo.sitting}/?token={word}"),
            ("GET", "/metrics"),
        ]:
            answer = stranger.get(path, method=method)
            assert answer.status_code in (403, 200)  # 200: the page that asks for a name
            assert "calm" not in answer.text
        with pytest.raises(InvalidStatus) as error, stranger.connect():
            pass
        assert error.value.response.status_code == 403
    with pytest.raises(InvalidStatus) as error, served.server.connect(bo.sitting, query=f"?token={word}"):
        pass
    assert error.value.response.status_code == 403


def test_a_page_from_elsewhere_opens_no_socket(ada: Visitor):
    """Though the browser sends the cookie with it, and a program that has the cookie names its origin."""
    for origin in ("http://evil.example", None):
        with pytest.raises(InvalidStatus) as error, ada.connect(origin=origin):
            pass
        assert error.value.response.status_code == 403


ACTS = get_args(ClassAct)


@pytest.mark.parametrize("act", ACTS)
def test_a_student_is_no_teacher(served: Class, ada: Visitor, act: str):
    """Whatever they ask of the class is refused."""
    with ada.connect() as wire:
        read(wire)
        wire.send(intent(schema.Teach, 5, act=act, number=1, text="blame/1/0"))
        problem = read(wire)
    assert problem["message"] == "only the teacher of the class can do that"
    assert not served.room.scene().paused


def test_a_student_learns_no_secret(served: Class, ada: Visitor, bo: Visitor):
    """Nothing that is sent to one holds the token, another's secret, sitting or name."""
    with ada.connect() as wire:
        first = wire.recv(timeout=10)
        assert isinstance(first, bytes)
    page = ada.get(f"/s/{ada.sitting}/").content
    for secret in (TOKEN, bo.sitting, bo.cookie.partition("=")[2], "Bo", ada.cookie.partition("=")[2]):
        assert secret.encode() not in first + page


def test_students_come_by_name(served: Class):
    """The address with the word asks for one; who has it typed wrong is told; programs get a sentence."""
    browser = {"Accept": "text/html"}
    word = served.room.word
    asked = served.server.get("/", params={"token": word}, headers=browser)
    assert asked.status_code == 200
    assert "Your name" in asked.text
    assert f'value="{word}"' in asked.text
    wrong = served.server.get("/", params={"token": "wrong"}, headers=browser)
    assert wrong.status_code == 403
    assert "That is not the word of this class." in wrong.text
    assert word not in wrong.text
    assert "word of the class" in served.server.get("/", headers=browser).text
    assert served.server.get("/").text == REFUSED
    assert served.server.get("/", params={"token": word, "name": "  "}, headers=browser).status_code == 200
    posted = waiting.post(f"http://127.0.0.1:{served.server.port}/?token={word}&name=Eve")
    assert posted.status_code == 403


def test_names_are_told_apart(tmp_path: Path):
    """Two who pick one name; and a name is text wherever it goes."""
    with class_of(build_page(tmp_path / "page"), tmp_path) as served:
        for name in ("Ada", "ada", "<b>", "=1+1\r\nX: y"):
            served.join(name)
        assert [one.name for one in served.room.students] == ["Ada", "ada 2", "<b>", "=1+1 X: y"]


def form_of(served: Class, address: str = "") -> str:
    """The cookie that a browser gets with the form that asks for a name."""
    query = address or f"?token={served.room.word}"
    came = served.server.get(f"/{query}", headers={"Accept": "text/html"})
    assert "HttpOnly; SameSite=Lax" in came.headers["set-cookie"]
    return str(came.headers["set-cookie"]).partition(";")[0]


def sent(served: Class, name: str, *cookies: str) -> str:
    """Where sending the form leads, from a browser with these cookies."""
    query = {"token": served.room.word, "name": name}
    came = served.server.get("/", params=query, headers={"Cookie": "; ".join(cookies)})
    assert came.status_code == 303
    return str(came.headers["location"])


def test_a_form_that_is_sent_twice_makes_one_student(tmp_path: Path):
    """Before the secret has come; another's form, with the same name, makes another."""
    with class_of(build_page(tmp_path / "page"), tmp_path) as served:
        hers, others = form_of(served), form_of(served, "?token=wrong")
        seats = [sent(served, "Ada", form) for form in (hers, others, hers, hers)]
        assert seats == [seats[0], seats[1], seats[0], seats[0]]
        assert [one.name for one in served.room.students] == ["Ada", "Ada 2"]
        for made_up in ("", "x", "x" * 1000):
            before = len(served.room.students)
            for _ in range(2):
                sent(served, "Bo", f"learnscope_test_student_form={made_up}")
            assert len(served.room.students) == before + 2
        again = served.server.get("/", headers={"Accept": "text/html", "Cookie": hers})
        assert "set-cookie" not in again.headers


def test_a_form_leads_to_a_seat_for_a_moment_alone(tmp_path: Path):
    """Until a page of theirs is open, or for a minute; who sends it then, or was removed, is somebody new."""
    now = [0.0]
    room = Classroom(clock=lambda: now[0])
    with class_of(build_page(tmp_path / "page"), tmp_path, room=room) as served:
        form = form_of(served)
        seats = [sent(served, "Ada", form)]
        with Visitor(
            served, f"learnscope_test_student={room.students[0].secret}", seats[0].split("/")[1]
        ).connect() as wire:
            read(wire)
        seats.append(sent(served, "Ada", form))
        now[0] = 60.5
        seats.append(sent(served, "Ada", form))
        room.remove(3)
        seats.append(sent(served, "Ada", form))
        assert len(set(seats)) == 4


def test_the_teacher_sees_and_leads(tmp_path: Path):
    """Who comes, who is there, and what is wanted of all is in everybody's next scene."""
    with class_of(build_page(tmp_path / "page"), tmp_path) as served:
        teacher, ada = served.teacher(), served.join("Ada")
        with teacher.connect() as podium, ada.connect() as desk:
            first = read(podium)["classroom"]
            assert first["type"] == "class"
            read(desk)
            seen = first
            while not any(one["here"] for one in seen["students"]):
                seen = read(podium)["classroom"]
            assert [(one["name"], one["page"]) for one in seen["students"]] == [("Ada", 0)]
            podium.send(intent(schema.Teach, 1, act="pause"))
            while not read(desk).get("classroom", {}).get("paused"):
                pass
            desk.send(change(3))
            paused = read(desk)
            assert paused["message"] == "Your teacher has paused the class; try again when they let you go on"
            podium.send(msgspec.msgpack.encode(schema.Teach(at=AT, serial=2, act="close")))
            while not read(desk).get("classroom", {}).get("ended"):
                pass


def test_nobody_comes_to_a_closed_class(tmp_path: Path):
    """Those who are there are told."""
    with class_of(build_page(tmp_path / "page"), tmp_path) as served:
        with served.join("Ada").connect() as desk:
            read(desk)
            served.room.close("done")
            while not read(desk)["classroom"]["ended"]:
                pass
        late = served.server.get("/", params={"token": served.room.word, "name": "Bo"})
        assert (late.status_code, late.text) == (403, "The class is over.\n")


def test_who_is_removed_is_told(tmp_path: Path):
    """On the page that is open, and on the one that asks for a name when it is loaded again."""
    browser = {"Accept": "text/html"}
    with class_of(build_page(tmp_path / "page"), tmp_path) as served:
        ada = served.join("Ada")
        with ada.connect() as desk:
            assert read(desk)["classroom"]["removed"] is False
            served.room.remove(1)
            while not read(desk).get("classroom", {}).get("removed"):
                pass
            desk.send(change(3))
            assert read(desk)["message"] == (
                "Your teacher has removed you from the class; load this page again to join anew"
            )
        for path in ("/", f"/s/{ada.sitting}/", f"/?token={served.room.word}"):
            told = ada.get(path, headers=browser)
            assert "Your teacher has removed you from the class. You can join it anew." in told.text
        with ada.connect() as desk, pytest.raises(ConnectionClosed) as closed:
            desk.recv()
        assert closed.value.rcvd is not None
        assert (closed.value.rcvd.code, closed.value.rcvd.reason) == (
            4001,
            "Your teacher has removed you from the class",
        )
        again = ada.get(f"/?token={served.room.word}&name=Ada", headers=browser)
        assert again.status_code == 303
        assert [(one.number, one.name) for one in served.room.students] == [(2, "Ada")]


def test_a_browser_that_comes_back_is_the_same_student(served: Class):
    """Though it was closed meanwhile, by whatever address, and whatever name is given."""
    came = served.server.get("/", params={"token": served.room.word, "name": "Back"})
    assert "; Max-Age=86400" in came.headers["set-cookie"]
    before = len(served.room.students)
    cookie = came.headers["set-cookie"].partition(";")[0]
    for query in ("", f"?token={served.room.word}", f"?token={served.room.word}&name=Eve"):
        again = served.server.get(f"/{query}", headers={"Cookie": cookie})
        assert again.headers["location"].partition("?")[0] == came.headers["location"]
    assert len(served.room.students) == before


def test_wrong_words_are_not_tried_without_end(tmp_path: Path):
    """As many as a class may type are free; then it is said, to browsers and programs, when to try again."""
    now = [0.0]
    guesses = Guesses(clock=lambda: now[0])
    with class_of(build_page(tmp_path / "page"), tmp_path, guesses=guesses) as served:
        for _ in range(300):
            assert (
                served.server.get("/", params={"token": "wrong"}).text
                == "That is not the word of this class.\n"
            )
        for word in ("wrong", served.room.word):
            waits = served.server.get("/", params={"token": word, "name": "Ada"})
            said = "Too many wrong words came from where you are. Try again in 2 seconds."
            assert (waits.status_code, waits.headers["retry-after"], waits.text) == (429, "2", said + "\n")
            page = served.server.get("/", params={"token": word}, headers={"Accept": "text/html"})
            assert said in page.text
        assert served.server.get("/").text == REFUSED
        now[0] = 2.0
        served.join("Ada")
        served.join("Bo")  # right ones are not counted
