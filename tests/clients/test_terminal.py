"""What the terminal's tests expect is what the AWS CLI does."""

import unittest

import cli_grammar
import cli_output


class WrittenDown(unittest.TestCase):
    def test_what_is_printed(self):
        self.assertEqual(cli_output.FILE.read_text(encoding="utf-8"), cli_output.text())

    def test_what_lines_mean(self):
        self.assertEqual(cli_grammar.FILE.read_text(encoding="utf-8"), cli_grammar.text())
