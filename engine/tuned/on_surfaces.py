"""Learning rates to begin with on surfaces.

Made by tools/tune_rates.py, by the rule of engine/tuned/rule.py: change nothing by hand.
"""

RATES = """
surface adadelta adagrad adam adamax adamw gradient_descent lion momentum nadam nesterov radam rmsprop
ackley 5 0.2 0.2 0.2 0.2 0.02 0.05 0.02 0.05 0.01 0.1 0.02
beale 20 0.2 0.2 0.2 0.2 0.002 0.2 0.002 0.2 0.002 0.002 0.02
booth 20 0.5 0.5 0.5 0.5 0.01 0.2 0.002 0.5 0.002 0.01 0.05
cliff 20 0.2 0.2 0.2 0.2 0.2 0.2 0.05 0.2 0.05 0.2 0.02
double_well 5 0.1 0.1 0.1 0.1 0.02 0.1 0.02 0.1 0.02 0.02 0.01
double_well_1d 10 0.2 0.1 0.2 0.1 0.02 0.2 0.005 0.2 0.01 0.02 0.02
goldstein_price 10 0.2 0.2 0.2 0.1 1e-05 0.2 1e-05 0.1 5e-06 2e-05 0.02
himmelblau 20 0.5 0.2 0.5 0.5 0.01 0.2 0.002 0.2 0.002 0.01 0.05
matyas 50 1 1 1 0.5 0.2 0.5 0.1 0.5 0.1 0.2 0.1
mccormick 5 0.2 0.1 0.2 0.1 0.1 0.2 0.01 0.05 0.02 0.1 0.02
monkey_saddle 0.1 0.02 0.005 0.01 0.005 0.001 0.01 0.0001 0.005 0.0001 0.02 0.002
parabola 10 0.2 0.2 0.2 0.2 0.05 0.2 0.01 0.2 0.01 0.05 0.02
plateau 5 0.5 0.2 0.5 0.2 0.5 0.2 0.2 0.1 0.2 2 0.05
quadratic 20 0.2 0.2 0.2 0.2 0.02 0.2 0.005 0.2 0.005 0.02 0.02
rastrigin 5 0.2 0.1 0.1 0.1 0.002 0.05 0.001 0.05 0.002 0.002 0.02
rosenbrock 5 0.2 0.05 0.02 0.05 0.001 0.02 0.001 0.05 0.0005 0.001 0.02
saddle 0.05 0.05 0.01 0.01 0.01 0.01 0.01 0.002 0.005 0.002 0.05 0.005
six_hump_camel 2 0.1 0.05 0.05 0.05 0.01 0.02 0.002 0.05 0.01 0.01 0.01
styblinski_tang 20 0.2 0.2 0.2 0.2 0.005 0.2 0.002 0.2 0.002 0.005 0.02
three_hump_camel 10 0.2 0.2 0.2 0.2 0.02 0.2 0.01 0.1 0.01 0.02 0.02
wavy_parabola 20 0.5 0.5 0.2 0.5 0.2 0.2 0.05 0.2 0.1 0.1 0.05
"""
"""Learning rates, a column for each optimizer."""

SLOW = """
surface optimizer share
monkey_saddle gradient_descent 0.24
monkey_saddle momentum 0.24
monkey_saddle nesterov 0.24
rosenbrock adagrad 0.28
rosenbrock adamax 0.44
rosenbrock gradient_descent 0.25
rosenbrock radam 0.07
"""
"""Pairs that come less than half way down in 500 updates, and how far: where a valley's floor hardly falls (Rosenbrock), where the
ball pauses at a saddle without a slope (monkey saddle), or where one parameter is thousands of times as steep as the other (data as they
are), a rate that is safe is too small for more."""
