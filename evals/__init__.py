"""Evaluations: one scored task a module, floors that only rise, results kept case by case."""
