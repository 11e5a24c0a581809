"""Every route of the desk against every role, from the map of addresses itself; what is not in the table is wrong."""

import html
import re

import pytest

from desk import room
from office.staff import Role
from tests.factories import all_right, an_application, an_approved, an_officer

F, V, R, A = Role.FRONT_DESK, Role.VERIFIER, Role.REGISTRAR, Role.ADMINISTRATOR
S, H = Role.SECTION_HEAD, Role.HEAD
ALL = {F, V, R, S, H, A}
OPENS = {
    "work_list": ALL, "search": ALL, "begin_search": ALL, "sign_out": ALL,
    "print_queue": {F, V, R}, "mark_printed": {F, V, R}, "mark_spoiled": {F, V, R}, "mark_ready": {F, V, R},
    "hand_over_form": {F, V, R}, "hand_over": {F, V, R},
    **dict.fromkeys(("spoiled_form", "retry_print", "give_suket", "show_pickups", "show_deliveries", "show_delivery",
                     "send_cards", "note_arrival"), {F, V, R}),
    "show_blanks": {F, V, R, S, H, A}, **dict.fromkeys(("receive_blanks", "count_blanks", "expect_blanks"), {S, A}),
    "show_file": {V, R}, "take": {V, R}, "take_next": {V, R}, "save_verdicts": {V, R}, "reveal": {V, R}, "paper_bytes": {V, R},
    "document_bytes": {V, R}, "send_back": {V, R}, "pass_on": {V, R},
    "approve": {R}, "hand_back": {R}, "reject": {R}, "upload_official": {R}, "send_official": {R}, "unlock": {R}, "revoke": {R},
    "release": {V, R, S, H, A}, "show_failures": {V, R, A}, "retry_job": {V, R, A}, "resend": {V, R, A},
    "show_people": {A}, "add_officer": {A}, "disable_officer": {A}, "show_settings": {A}, "change_setting": {A},
    "call_off_setting": {A}, "card_sheet": {F, V, R}, "file_forms": {V, R}, "hand_over_next": {F, V, R},
    "find_resident": {F, V, R}, "show_resident": {F, V, R}, "reveal_resident": {F, V, R}, "confirm_resident": {V, R},
    "show_family": {F, V, R}, "reveal_family": {F, V, R}, "confirm_family": {V, R}, "new_family": {V, R},
    "save_new_family": {V, R}, "edit_family": {V, R}, "save_family": {V, R},
    "show_imports": {R}, "start_import": {R}, "show_import": {R}, "take_import": {R}, "drop_import": {R},
    "import_troubles": {R}, "export_register": {R},
    "show_books": {R, S, H, A}, "show_book": {R, S, H, A}, "print_book": {R, S, H, A},
    "show_corrections": {V, R, A}, "show_correction": {V, R, A}, "correct_form": {V, R}, "ask_correction": {V, R},
    "approve_correction": {R, A}, "refuse_correction": {R, A},
    **dict.fromkeys(("show_attention", "mark_read", "set_mail", "show_absences", "note_absence", "call_off_absence"), ALL),
    "show_load": {S, H, A}, "move_form": {S, H, A}, "move_file": {S, H, A}, "move_all_form": {S, H, A}, "move_all": {S, H, A},
    **dict.fromkeys(("show_journal", "search_journal", "check_journal", "check_paper", "show_daily", "show_watching"), {S, H, A}),
    "search_person": {H, A}, "answer_doubt": {S, H}, "judge_look": {S, H},
    **dict.fromkeys(("show_today", "today_stream", "today_version", "show_report"), {S, H, A}),
    **dict.fromkeys(("report_csv", "report_xlsx", "report_month"), {S, H, A}),
    "show_counter": {F, V, R}, "open_counter": {F, V, R}, "act": {F, V, R}, "print_slip_again": {F, V, R},
    "counter_stream": {F, V, R}, "counter_version": {F, V, R}, "back_to_counter": {F, V, R}, "back_to_door": {F, V, R, A},
    **dict.fromkeys(("show_door", "count_people", "correct_count", "measure", "door_stream", "door_version"), {F, V, R, A}),
    "show_devices": {A}, "add_device": {A}, "pair_device": {A}, "revoke_device": {A}, "set_device_printers": {A},
    **dict.fromkeys((
        "show_account", "end_session", "end_other_sessions", "change_password", "set_up_code", "confirm_code",
        "renew_recovery_codes", "set_up_passkey", "add_passkey", "drop_passkey", "ask_code", "prove_code",
    ), ALL),
    "show_person": {A}, "change_officer": {A}, "invite_officer": {A},
    **{name: {R} for name in (
        "show_unsigned", "choose_unsigned", "show_chosen", "order_signing", "show_batch", "retry_batch", "show_unsigned_sheet",
    )},
    **dict.fromkeys(("show_assist", "begin_assist", "begin_mending", "show_assisted", "record_phone"), {F, V, R}),
    **dict.fromkeys((
        "show_wordings", "show_wording", "save_wording", "preview_wording", "restore_wording", "show_signatories",
        "add_signatory", "end_signatory", "call_off_signatory", "show_numbering", "save_numbering", "show_fines", "save_fines",
    ), {A}),
    "void_number": {R},
    "show_hall": {A}, "add_counter": {A}, "change_counter": {A}, "change_groups": {A},
    "change_place_rules": {A},
    "survey_paper": {F, V, R}, "keep_survey_paper": {F, V, R}, "survey_sheet": {S, H, A},
    "show_calendar": {S, H, A}, "show_offers": {S, H, A},
    **dict.fromkeys(("close_counter", "reopen_counter", "change_hours", "call_off_hours", "put_holiday", "drop_holiday",
                     "change_closed_services", "change_promises", "call_off_offer"), {H, A}),
    **dict.fromkeys(("show_places", "add_place", "change_place", "assign_place"), {A}),
}  # fmt: skip
PUBLIC = {"sign_in", "begin_session", "show_invitation", "accept_invitation"}
GAPS = {
    "reference": "22222222",
    "number": 999,
    "code": "kartu-keluarga",
    "step": "ibu",
    "key": "office_name",
    "action": "panggil",
    "letters": "LU",
    "year": 2020,
    "month": 6,
    "part": "kop",
    "role": "akta",
    "kind": "ktp",
    "day": "2020-06-04",
}


def routes(app):
    """(name, method, address) of each route of the desk, with its gaps filled."""
    for rule in app.url_map.iter_rules():
        if rule.endpoint.startswith("desk."):
            with app.test_request_context():
                url = app.url_for(rule.endpoint, **{name: GAPS[name] for name in rule.arguments})
            for method in sorted(rule.methods & {"GET", "POST"}):
                yield rule.endpoint.removeprefix("desk."), method.lower(), url


def test_the_table_names_every_route_and_no_other(app):
    assert {name for name, _method, _url in routes(app)} == OPENS.keys() | PUBLIC


@pytest.mark.parametrize("role", Role)
def test_each_route_opens_to_the_roles_of_the_table_alone(app, desk, role):
    browser = desk(role)
    wrong = {}
    for name, method, url in routes(app):
        if name in PUBLIC or name == "sign_out":
            continue
        status = getattr(browser, method)(url).status_code
        if (status == 403) == (role in OPENS[name]) or status >= 500:
            wrong[f"{method} {name}"] = status
    assert wrong == {}


LINK = re.compile(r'(?:href|hx-get)="(/petugas[^"#]*)')
FORM = re.compile(r"<form([^>]*)>(.*?)</form>", re.DOTALL)
# What is no page of its own: bytes, streams, and what the browser asks for by itself.
BYTES = re.compile(r"bytes|_sheet$|stream|version|csv|xlsx|month|export|print_book|troubles|forms$|sign_out")


def ways(page):
    """(method, address) of each link of a page, and of each form that has a button."""
    yield from (("GET", html.unescape(url)) for url in LINK.findall(page))
    for form, inside in FORM.findall(page):
        if "<button" in inside and (action := re.search(r'action="(/petugas[^"]*)"', form)):
            yield ("POST" if 'method="post"' in form else "GET"), html.unescape(action[1])


@pytest.mark.parametrize("role", Role)
def test_nobody_is_shown_a_link_or_a_form_that_refuses_them(app, desk, role):
    an_application()
    taken = an_application("ktp-hilang-rusak")
    all_right(taken, an_officer())
    an_approved("ktp-hilang-rusak")
    browser, routes_of = desk(role), app.url_map.bind("localhost")
    todo, seen, wrong = [("GET", "/petugas/")], {"work_list": "/petugas/"}, {}
    while todo:
        _method, here = todo.pop()
        answer = browser.get(here)
        if answer.status_code >= 400:
            wrong[here] = answer.status_code
        for method, url in ways(answer.text):
            name = routes_of.match(url.partition("?")[0], method)[0].removeprefix("desk.")
            if name not in PUBLIC and role not in OPENS[name]:
                wrong[f"{here} -> {url}"] = name
            elif method == "GET" and name not in seen and not BYTES.search(name):
                seen[name] = url
                todo.append((method, url))
    assert wrong == {} and len(seen) > 8


def test_nobody_signed_in_is_sent_to_the_door_from_every_route(app, desk):
    browser = desk(None)
    for name, method, url in routes(app):
        if name in PUBLIC:
            continue
        answer = getattr(browser, method)(url)
        assert (answer.status_code, answer.location.partition("?")[0]) == (303, "/petugas/masuk"), name


def test_a_view_that_names_no_role_is_shut_to_everybody(app, desk):
    browser = desk(Role.ADMINISTRATOR)
    app.view_functions["desk.work_list"] = lambda: "open"
    assert browser.get("/petugas/").status_code == 403


def test_a_form_without_its_key_against_forgery_is_refused(app, desk):
    browser = desk(Role.ADMINISTRATOR)
    browser.token = "forged"
    assert browser.post("/petugas/pengaturan/office_city", office_city="Samarinda").status_code == 400


def test_every_form_without_its_one_time_key_changes_nothing(app, desk):
    browser = desk(Role.ADMINISTRATOR)
    answer = browser.post("/petugas/pengaturan/office_city", once="short", office_city="Bontang")
    assert answer.status_code == 422 and "Formulir ini tidak lengkap." in answer.text


def test_the_room_lets_no_view_in_before_it_asks_who_is_there():
    assert [function.__name__ for function in room.before_request_funcs[None]] == ["_ask"]
