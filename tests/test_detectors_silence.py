"""Ordinary lines that only look like an identifier, a secret or a private link raise nothing."""

import pytest

from csmedia_policies.detectors import DETECTORS


def names(text: str) -> set[str]:
    return {name for name, find in DETECTORS.items() if next(iter(find(text)), None) is not None}


INNOCENT = """
Call our helpline on 0800 123 4567.
Ring 111 or 999 in an emergency, 101 for the police, 105 for power cuts, 119 no longer.
Lines open on 0300 123 4567, 0345 988 1188 and 0808 157 0123.
Press office are lovely, 020 7946 0148, tell them we said hello
Media enquiries: 07700 900123
Text a report to 07700 900456
Telephone: 01325 289 000 Fax: 01325 391 000
Calling from abroad: +44 191 218 0000
Script for practice day: 'Jo Bloggs here, you can reach me on 07700 900461'
Your National Insurance number looks like QQ 12 34 56 C.
Part no. CE 31 04 13 A fits the old copier
Ward boundary review covers HX7 and LS1 4AB.
We've moved to Harcourt House, 14 Station Parade, S70 2TF.
Visit the library at 27 High Street, Ripon HG4 2QT.
The Ministry, 102 Petty France, London SW1H 9AJ
10 Downing Street, London SW1A 2AA
Email enquiries@homeoffice.gov.uk or press.office@dwp.gov.uk, info@example.org.uk, hello@smallshop.co.uk
Write to foi.requests@example.gov.uk and noreply@notifications.service.gov.uk
Enter it as firstname.surname@department.gov.uk or name@example.com
Follow me: @priya@mastodon.social
ISBN 978-0-14-103613-7 is out, £9.99, and so is 0 7475 3269 9
[2024] UKUT 118 (AAC) and [2020] EWCA Civ 109 are worth a read
Case 3304417/2023 is on the public register.
Company number 01234567 was struck off.
My order number is 9434765919 and it is lost
Footfall: 9434765919 visits
Order 4434765919 arrived late again.
NHS test number 999 000 0018 is fine for a demo
Enter your date of birth, for example 31 03 1980.
People born before 26 September 1958 get the payment.
Florence Nightingale, born 12 May 1820
Happy birthday to us, born on this day, 4 May 1979!
Meeting 12-05-26, files 20260512
20-18-24 Sat: parkrun results
Account 2024/25 published
UTR stands for unique taxpayer reference: ten digits
Passport fee goes up on 10 April 2025: call 0300 222 0000
Flight BA1234 and train 1A23BC
Prison places: A4 wing at HMP Berwyn
FOI ref FOI2024/12345 is published on the disclosure log
Job ref 312456: come and work for us
Planning application ref 24/01234/FUL is on the portal
WO 363/4075123 at The National Archives
https://x.com/example/status/1171858506057682944
4929123456789012345678 is a long number, 0000 0000 0000 0000 another
Use three random words for a strong password.
We've moved to passkeys.
The password is hunter2, obviously
Pick a password such as correct-horse-battery-staple.
The most common password is Password123.
Your password is 12 characters or more
Password: required. Password reset links expire in 24hrs.
My new password is three random words and you will never guess it
The bank will never ask for your PIN. 2024 was a record year for fraud.
Drop a pin: 2 miles from the car park
Use code SAVE20 for 20% off; QR code 2024 version; tax code 1257L
SIC code 841100 is public administration
The Highway Code 2022 update and building code 2021 are in force
6031769. If you know, you know #ZXSpectrum
Wifi is down. Wifi is great in 2026. The wifi password is on the wall
The pass is closed until Monday, my boarding pass is A12
Log in with your Government Gateway ID and password.
Account manager and AB1234 team
The gate opens at 1930 and shuts at 2200, alarm raised at 1945
Building 2000 new homes by 2029
I lived in Leeds 12 years
The letter was sent to 650 MPs and 12 Government departments
Live at 10: the debate
Register for the public webinar: https://www.gov.uk/guidance/example
https://us02web.zoom.us/webinar/register/WN_abcDEF
https://docs.google.com/forms/d/e/1FAIpQLSe/viewform
https://assets.publishing.service.gov.uk/media/abc/report.pdf
https://example.blog.gov.uk/2024/01/02/x
https://github.com/alphagov/govuk-frontend?tab=readme
Trello and Miro are great, meet.google.com is down
Shop local and support your local. Internal comms matter.
We upgraded to iOS 10.2.0.4; see section 10.20.30.40
Set your router to 192.168.1.1; the 10.0.0.0/8 range is private
CVE numbers are assigned by CNAs
I love Strava, did 10k in 51.5 minutes
""".strip().split("\n")


@pytest.mark.parametrize("text", INNOCENT)
def test_an_innocent_line_raises_nothing(text):
    assert names(text) == set()
