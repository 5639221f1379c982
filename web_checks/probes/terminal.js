// What is pressed on the screen of a self-service terminal: measured as on pages for older people, in every frame.
stepfree.probes.terminal = () => stepfree.probes.ease_of_any();
