"""Service items that tell something: enquiries, records, certificates, information on request, the hotline."""
