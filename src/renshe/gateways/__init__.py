"""WHICH machine is at the door? Each gateway has a contract, a client and a simulator."""
