"""One question a file: columns in, one finding a unit out.

Belongs here: the question, the order of its answers, the words for them.
Elsewhere: probabilities (stats), outside rates (reference), thresholds (policy.yml), the conclusion (verdict).
"""
