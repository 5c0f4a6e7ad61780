"""What changes enrolment: joining, leaving, suspending, dying, moving and absorbing."""
