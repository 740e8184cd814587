"""The screens: one small controller for each thing a person does."""
