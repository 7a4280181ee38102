"""Evidence that needs code: each detector finds one kind of thing in tidied text."""

from csmedia_policies.detectors.accounts import (
    find_iban,
    find_payment_card,
    find_sort_code_and_account,
    find_vat_number,
)
from csmedia_policies.detectors.addresses import find_home_address
from csmedia_policies.detectors.contact import find_personal_email, find_personal_phone_number
from csmedia_policies.detectors.documents import (
    find_driving_licence,
    find_residence_permit,
    find_share_code,
    find_uk_passport,
)
from csmedia_policies.detectors.identifiers import (
    find_chi_number,
    find_health_and_care_number,
    find_national_insurance_number,
    find_nhs_number,
    find_prison_number,
    find_unique_learner_number,
    find_unique_pupil_number,
    find_us_social_security_number,
    find_utr,
)
from csmedia_policies.detectors.lettering import (
    find_alternating_capitals,
    find_letters_apart,
    find_letters_joined_by_signs,
    find_long_sentence,
    find_secret_apart,
)
from csmedia_policies.detectors.links import (
    find_internal_link,
    find_link_letting_strangers_in,
    find_link_open_only_inside,
)
from csmedia_policies.detectors.match import Finder, Match
from csmedia_policies.detectors.records import find_case_reference, find_date_of_birth
from csmedia_policies.detectors.secrets import (
    find_access_token,
    find_door_code,
    find_json_web_token,
    find_one_time_code,
    find_password,
    find_private_key,
    find_secret_shaped_word,
    find_shared_login,
)
from csmedia_policies.detectors.systems import (
    find_activity_track,
    find_coordinates,
    find_cve_id,
    find_internal_hostname,
    find_ip_address,
    find_private_ip_address,
)

__all__ = ["DESCRIPTIONS", "DETECTORS", "Finder", "Match"]

DETECTORS: dict[str, Finder] = {
    "access-token": find_access_token,
    "activity-track": find_activity_track,
    "alternating-capitals": find_alternating_capitals,
    "case-reference": find_case_reference,
    "chi-number": find_chi_number,
    "coordinates": find_coordinates,
    "cve-id": find_cve_id,
    "date-of-birth": find_date_of_birth,
    "door-code": find_door_code,
    "driving-licence": find_driving_licence,
    "health-and-care-number": find_health_and_care_number,
    "home-address": find_home_address,
    "iban": find_iban,
    "internal-hostname": find_internal_hostname,
    "internal-link": find_internal_link,
    "ip-address": find_ip_address,
    "json-web-token": find_json_web_token,
    "letters-apart": find_letters_apart,
    "letters-joined-by-signs": find_letters_joined_by_signs,
    "link-letting-strangers-in": find_link_letting_strangers_in,
    "link-open-only-inside": find_link_open_only_inside,
    "long-sentence": find_long_sentence,
    "national-insurance-number": find_national_insurance_number,
    "nhs-number": find_nhs_number,
    "one-time-code": find_one_time_code,
    "password": find_password,
    "payment-card": find_payment_card,
    "personal-email": find_personal_email,
    "personal-phone-number": find_personal_phone_number,
    "prison-number": find_prison_number,
    "private-ip-address": find_private_ip_address,
    "private-key": find_private_key,
    "residence-permit": find_residence_permit,
    "secret-apart": find_secret_apart,
    "secret-shaped-word": find_secret_shaped_word,
    "share-code": find_share_code,
    "shared-login": find_shared_login,
    "sort-code-and-account": find_sort_code_and_account,
    "uk-passport": find_uk_passport,
    "unique-learner-number": find_unique_learner_number,
    "unique-pupil-number": find_unique_pupil_number,
    "us-social-security-number": find_us_social_security_number,
    "utr": find_utr,
    "vat-number": find_vat_number,
}

DESCRIPTIONS: dict[str, str] = {name: (finder.__doc__ or "").split("\n", 1)[0] for name, finder in DETECTORS.items()}
