"""The demo province: invented people and venues in An Giang's real units, told in the export files
officials would have.
"""
