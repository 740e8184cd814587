"""Work off the GUI thread: Qt's event loop, no widgets."""
