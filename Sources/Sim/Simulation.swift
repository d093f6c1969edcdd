// The simulation's front door: a scenario goes in, a report comes out.

