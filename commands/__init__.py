"""The program's commands: `flask --app app …`."""

from flask import Flask

from commands import audit, checking, demo, documents, officers, register, simulate, working


def install(app: Flask) -> None:
    """Add the commands to the application."""
    for command in (
        working.worker,
        working.printing,
        checking.check,
        audit.audit,
        officers.officer,
        demo.demo_people,
        register.register,
        documents.documents,
        simulate.simulate,
    ):
        app.cli.add_command(command)
