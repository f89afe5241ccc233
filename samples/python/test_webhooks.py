import json
import unittest
from pathlib import Path

from noyo import WebhookReceiver, World, is_genuine

GROUP = "a1b6fe36-ccc5-41e3-bcc0-e6488d7e031e"
EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"
SNAPSHOT = json.loads((EXAMPLES / "guide-enroll-dependent.json").read_text())


class WebhookTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.noyo = World("python-webhooks", "2024-08-20T12:00:00Z")
        cls.addClassCleanup(cls.noyo.delete)
        cls.webhooks = WebhookReceiver(cls.noyo, ["difference.discrepancy"])
        cls.addClassCleanup(cls.webhooks.close)

    def test_a_webhook_tells_of_the_discrepancy(self):
        snapshot = self.noyo.post_snapshot(GROUP, SNAPSHOT)
        # Every webhook that falls due on the way has been sent when this returns.
        self.noyo.advance("2d")

        (difference,) = self.noyo.open_differences(snapshot["id"])
        self.assertEqual(
            [("difference.discrepancy", difference["id"])],
            [(webhook["event"]["type"], webhook["data"]["id"]) for webhook in self.webhooks.received])

    def test_a_signature_of_somebody_else_is_no_signature(self):
        self.assertFalse(is_genuine("ours", "a0" * 32, "2024-08-20T12:00:00Z", b"{}"))


if __name__ == "__main__":
    unittest.main()
