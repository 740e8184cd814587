"""How every run begins, with a window or without: what was asked for, chosen, and where."""

from collections.abc import Mapping, Sequence

from msgspec import Struct

from vindesk.config.command_line import CommandLine, data_dir_in
from vindesk.config.language import tongue_of
from vindesk.config.loading import Loaded, load
from vindesk.config.paths import Paths
from vindesk.domain.words import Tongue


class Beginning(Struct, frozen=True):
    loaded: Loaded
    paths: Paths
    """With the folders that were chosen."""


def tongue(argv: Sequence[str], environment: Mapping[str, str]) -> Tongue:
    """The language that was chosen, before anything is said, the help of ``argv`` included."""
    folder = data_dir_in(argv)
    usual = Paths.of_user() if folder is None else Paths.under(folder)
    loaded = load(usual.settings, environment, {})
    return tongue_of(loaded.settings.language, environment)


def begin(options: CommandLine, environment: Mapping[str, str]) -> Beginning:
    """Read the settings, and find the folders.

    Who names one folder for everything on the command line has everything there: that is
    as if the folders had been chosen there one by one.
    """
    given = options.settings
    if options.data_dir is None:
        usual = Paths.of_user()
    else:
        usual = Paths.under(options.data_dir.absolute())
        given = given | {
            "data_folder": str(usual.data),
            "backup_folder": str(usual.backups),
            "log_folder": str(usual.logs),
        }
    loaded = load(usual.settings, environment, given)
    chosen = loaded.settings
    paths = usual.placed(
        data=chosen.data_folder, backups=chosen.backup_folder, logs=chosen.log_folder
    )
    return Beginning(loaded, paths)
