"""Everything that is claimed about speed, measured side by side with the best: python -m bench"""
