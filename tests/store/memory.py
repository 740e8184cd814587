"""What an engine may take of the machine, as it says itself."""

from vindesk.store.database import Database


def limit_of(database: Database) -> str:
    with database.cursor() as cursor:
        ((limit,),) = cursor.execute("SELECT current_setting('memory_limit')").fetchall()
    return str(limit)
