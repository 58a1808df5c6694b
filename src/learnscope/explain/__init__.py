"""Explanations: every number answers "why?", as deep as one likes."""

from learnscope.explain.explanation import Explanation as Explanation, explain as explain
