from rex.cli.main import run

run()
