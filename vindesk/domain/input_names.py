"""What columns of VINs and of model years are called, without blanks, marks and accents."""

from typing import Final

_VIN: Final = """
vin vins vinnumber vinnumbers vinno vinnr vincode vinid vehiclevin
vehicleidentificationnumber vehicleidentificationno vehicleidentification vehicleidnumber
chassis chassisno chassisnr chassisnumber chassisnum frame frameno framenumber
fin finnr finnummer fahrgestellnummer fahrgestellnr fgstnr fahrzeugidentifizierungsnummer
fahrzeugidentifikationsnummer fahrzeugidentnummer fahrzeugidentnr
numerodechassis numerochassis chasis bastidor numerodebastidor nbastidor niv
numerodeidentificacionvehicular numerodidentification telaio numerotelaio numeroditelaio
chassinummer chassisnummer rungestellnummer nrchassis nochassis ndechassis nchassis vinkod
numervin nrvin
"""
_YEAR: Final = """
modelyear modelyr modyear modelyears my year yr vehicleyear vehyear caryear yearmodel
modelljahr modeljahr anneemodele anneedumodele anomodelo anodelmodelo annomodello ano annee
anno jahr rokmodelowy
"""

VIN_NAMES: Final = frozenset(_VIN.split())
YEAR_NAMES: Final = frozenset(_YEAR.split())

VIN_WORDS: Final = frozenset({"vin", "vins", "fin", "chassis", "fahrgestellnummer", "bastidor"})
YEAR_WORDS: Final = frozenset({"year", "yr", "modelljahr"})
"""Words that tell as part of a name, "Trailer VIN" say."""
