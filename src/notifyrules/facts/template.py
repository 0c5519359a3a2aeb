"""The facts file to begin with: every key explained, everything unknown."""

from __future__ import annotations


def template(incident: str = "INC-0001") -> str:
    """Return the commented template that `notifyrules init` writes for an incident; `assess` accepts it as it is."""
    return _TEMPLATE.replace("INC-0001", incident)


_TEMPLATE = """\
# The facts of one incident, as one organisation sees it.
# Everything may stay unknown: fill in what is known and ask again. Flags are yes, no or unknown.

incident:
  id: INC-0001                  # your own reference; it names the calendar events
  title: unknown
  timeline:                     # a day (2026-03-02) or a time with its offset (2026-03-02T09:15-06:00)
    occurred: unknown           # when it began
    discovered: unknown         # when the organisation first knew of it
    determined: unknown         # when it was established that personal data was breached
    vendor_notified: unknown    # when the vendor that was breached told the organisation, if it was one
  event:                        # what happened to the data
    acquired: unknown           # taken or copied by someone not entitled to it
    accessed: unknown           # seen or reachable
    disclosed: unknown          # sent or shown to the wrong person
    lost: unknown               # a device or papers out of control
  medium: unknown               # electronic, paper or both
  good_faith: unknown           # an employee's honest mistake, with no further use
  harm:                         # likely, unlikely or unknown; `default` answers every test not named
    default: unknown
  findings: {}                  # conclusions a person draws, for example  mas.relevant_incident: yes
  law_enforcement_hold: no      # or  {by: FBI, country: US, from: 2026-03-06, until: unknown, written: yes}
  notices_given: {}             # what was already done, for example  us-tx/individuals: 2026-03-20

organisation:
  name: unknown
  role: unknown                 # owner (the data is yours or your customers') or processor (you keep it for others)
  kind: unknown                 # business, government, nonprofit or individual
  regulated_as: unknown         # a list, for example  [hipaa.covered_entity];  []  means none of them
  regulated_as_unconfirmed: []  # classes that it may be of
  timezone: unknown             # where it keeps its days, for example  America/Chicago
  operates_in: unknown          # a list of places where business is carried on, for example  [US, AU]
  insurance_licensed_in: unknown  # of an insurance licensee: the states that license it, for example  [US-OH, US-SC]
  home_state: unknown           # of an insurance licensee: the state of domicile or home state, for example  US-OH
  annual_turnover: unknown      # for example  {amount: 12000000, currency: AUD}

cohorts:                        # people whose data had the same fate; nobody stands in two cohorts
  - id: people
    client: unknown             # of a processor: for whom the data is kept; each client whose law differs is a cohort
    data: unknown               # a list, for example  [name, ssn, bank_account_number]
    data_unconfirmed: unknown   # elements that may have been in it
    protection:
      encrypted: unknown
      key_compromised: unknown
    persons: unknown            # how many they are in all: 312, {min: 30, max: 55} or unknown
    residents: unknown          # by place, for example  {US-TX: 312, AU: 12}
    elsewhere: 0                # how many more live in places that nobody knows yet; may be unknown
"""
