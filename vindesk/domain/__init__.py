"""What things are: VINs, vehicles, fields, codes, errors. Pure, no input or output."""
