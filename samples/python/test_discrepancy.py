import json
import unittest
from pathlib import Path

from noyo import World

GROUP = "a1b6fe36-ccc5-41e3-bcc0-e6488d7e031e"
CARRIER = "2d370e0e-fd73-45e0-8828-796d2cacaeef"
EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"
SNAPSHOT = json.loads((EXAMPLES / "guide-enroll-dependent.json").read_text())


class DiscrepancyTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.noyo = World("python-discrepancy", "2024-08-20T12:00:00Z")
        cls.addClassCleanup(cls.noyo.delete)

    def setUp(self):
        self.noyo.reset()

    def test_this_carrier_starts_vision_on_the_first_of_a_month(self):
        snapshot = self.noyo.post_snapshot(GROUP, SNAPSHOT)
        self.noyo.advance("2d")

        (difference,) = self.noyo.open_differences(snapshot["id"])
        self.assertEqual("ie_effective_start_date", difference["difference_type"])
        self.assertEqual(
            [{"key": "effective_start_date", "platform_value": "2024-08-22", "carrier_value": "2024-09-01"}], difference["fields"])

    def test_a_change_that_the_carrier_loses_stays_missing(self):
        behavior = {"rules": [{"match": {"line_of_coverage": "vision"}, "effect": "drop"}]}
        self.noyo.control("PUT", f"carriers/{CARRIER}/behavior", behavior)
        snapshot = self.noyo.post_snapshot(GROUP, SNAPSHOT)
        self.noyo.advance("2d")

        (difference,) = self.noyo.open_differences(snapshot["id"])
        self.assertEqual("missing_ie", difference["difference_type"])
        self.assertIsNotNone(difference["discrepancy_time"])


if __name__ == "__main__":
    unittest.main()
