from vindesk.domain.distinct_names import told_apart


def test_names_differ_from_each_other_and_from_those_that_are_taken() -> None:
    names = ["a", "A", "", "vin", "a_2", "column 3"]
    assert told_apart(names, ["VIN"]) == ["a", "A_2", "column 3", "vin_2", "a_2_2", "column 3_2"]
    assert told_apart(["b", "c"]) == ["b", "c"]
