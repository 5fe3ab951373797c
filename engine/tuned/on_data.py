"""Learning rates to begin with on data.

Made by tools/tune_rates.py, by the rule of engine/tuned/rule.py: change nothing by hand.
"""

RATES = """
dataset model features adadelta adagrad adam adamax adamw gradient_descent lion momentum nadam nesterov radam rmsprop
blobs logistic raw 50 0.5 0.2 0.5 0.2 0.2 0.01 0.05 0.2 0.05 0.2 0.05
blobs logistic standardised 50 1 0.5 1 0.5 1 0.01 0.1 0.5 0.2 1 0.1
blobs two_weights raw 100 0.5 0.2 0.5 0.2 0.2 0.005 0.05 0.2 0.05 0.2 0.05
blobs two_weights standardised 200 1 0.5 0.5 0.5 1 0.01 0.1 0.5 0.2 1 0.1
circles logistic raw 50 1 1 1 0.5 2 0.5 0.5 0.5 0.5 2 0.1
circles logistic standardised 50 1 1 0.5 0.5 2 0.5 0.5 0.5 0.5 2 0.1
circles two_weights raw 100 2 1 2 1 5 0.5 1 0.5 1 5 0.2
circles two_weights standardised 50 1 0.5 1 0.5 2 0.5 0.5 0.2 0.5 2 0.1
iris logistic raw 20 0.5 0.5 0.5 0.2 0.2 0.2 0.05 0.1 0.1 1 0.05
iris logistic standardised 50 1 0.5 1 0.5 2 0.5 0.2 0.5 0.2 2 0.1
iris two_weights raw 20 0.5 0.5 0.5 0.2 0.2 0.2 0.05 0.2 0.05 0.2 0.05
iris two_weights standardised 50 1 1 1 0.5 1 0.5 0.2 0.5 0.2 1 0.1
iris_pair logistic raw 100 5 1 1 0.5 0.2 0.2 0.02 0.5 0.2 1 0.5
iris_pair logistic standardised 50 1 0.5 0.5 0.5 1 0.01 0.1 0.5 0.2 1 0.1
iris_pair two_weights raw 100 1 1 0.5 0.5 0.2 0.2 0.05 0.5 0.05 0.2 0.1
iris_pair two_weights standardised 200 1 0.5 1 0.5 1 0.01 0.1 0.5 0.2 1 0.1
line line raw 20 0.5 0.5 0.5 0.2 0.02 0.5 0.005 0.2 0.005 0.02 0.05
line line standardised 20 0.5 0.5 0.5 0.2 0.02 0.5 0.01 0.2 0.01 0.02 0.05
line sine raw 10 0.2 0.1 0.2 0.1 0.02 0.01 0.005 0.1 0.005 0.05 0.02
line sine standardised 20 0.5 0.2 0.2 0.2 0.1 0.05 0.005 0.2 0.01 0.1 0.05
moons logistic raw 50 1 1 1 0.5 2 0.05 0.2 0.5 0.2 2 0.1
moons logistic standardised 50 1 1 1 0.5 1 0.05 0.2 0.5 0.2 1 0.1
moons two_weights raw 50 1 1 1 0.5 1 0.05 0.2 0.5 0.2 1 0.1
moons two_weights standardised 100 1 1 1 0.5 1 0.02 0.2 0.5 0.2 1 0.1
noisy_line line raw 20 0.5 0.5 0.5 0.2 0.02 0.5 0.005 0.2 0.005 0.02 0.05
noisy_line line standardised 20 0.5 0.5 0.5 0.2 0.02 0.5 0.01 0.2 0.01 0.02 0.05
noisy_line sine raw 10 0.2 0.2 0.2 0.2 0.002 0.01 0.0002 0.1 0.005 0.005 0.02
noisy_line sine standardised 20 0.5 0.2 0.5 0.5 0.02 0.01 0.002 0.2 0.001 0.01 0.05
penguins logistic raw 2 0.2 0.2 0.2 0.2 0.002 0.1 0.0005 0.05 0.0005 0.005 0.02
penguins logistic standardised 50 1 1 1 0.5 2 0.05 0.2 0.5 0.2 2 0.1
penguins two_weights raw 2 0.05 0.05 0.02 0.02 0.0005 0.02 5e-05 0.02 5e-05 0.0005 0.005
penguins two_weights standardised 50 1 0.5 0.5 0.5 1 0.01 0.1 0.5 0.2 1 0.1
penguins_mass line raw 500 10 10 10 5 2e-06 5 1e-06 5 5e-06 2e-06 1
penguins_mass line standardised 10000 200 200 200 0.1 0.02 50 0.01 100 0.01 0.02 20
penguins_mass sine raw 0.1 0.005 0.002 0.002 0.001 1e-12 0.0001 2e-13 0.001 2e-14 2e-12 0.0005
penguins_mass sine standardised 10 0.2 0.1 0.2 0.1 2e-09 0.01 2e-10 0.1 2e-10 5e-08 0.02
playground_circle logistic raw 20 0.5 0.5 0.5 0.2 0.5 0.2 0.1 0.2 0.1 0.5 0.05
playground_circle logistic standardised 50 1 1 1 0.5 2 0.2 0.5 0.5 0.5 2 0.1
playground_circle two_weights raw 20 0.5 0.2 0.5 0.2 0.5 0.1 0.02 0.1 0.05 0.5 0.05
playground_circle two_weights standardised 50 1 0.5 1 0.5 2 0.2 0.2 0.2 0.2 2 0.1
playground_gauss logistic raw 100 0.5 0.2 0.5 0.2 0.2 0.05 0.02 0.2 0.02 0.2 0.05
playground_gauss logistic standardised 200 1 0.5 1 0.5 1 0.1 0.1 0.5 0.1 1 0.1
playground_gauss two_weights raw 100 0.5 0.2 0.2 0.2 0.2 0.02 0.02 0.2 0.02 0.2 0.05
playground_gauss two_weights standardised 200 1 0.5 0.5 0.5 1 0.05 0.1 0.5 0.1 1 0.1
playground_multi_gauss line raw 0.5 0.01 0.01 0.01 0.005 0.005 0.01 0.001 0.005 0.001 0.005 0.001
playground_multi_gauss line standardised 2 0.05 0.05 0.05 0.02 0.05 0.05 0.01 0.02 0.01 0.05 0.005
playground_multi_gauss sine raw 10 0.1 0.1 0.1 0.1 0.2 0.001 0.01 0.05 0.01 0.2 0.01
playground_multi_gauss sine standardised 10 0.2 0.2 0.2 0.1 0.1 0.01 0.05 0.1 0.05 0.1 0.02
playground_plane line raw 1 0.02 0.02 0.02 0.01 0.002 0.02 0.0005 0.01 0.0005 0.002 0.002
playground_plane line standardised 5 0.1 0.1 0.1 0.05 0.02 0.1 0.01 0.05 0.01 0.02 0.01
playground_plane sine raw 5 0.1 0.1 0.1 0.05 0.1 0.05 0.01 0.05 0.01 0.2 0.01
playground_plane sine standardised 10 0.2 0.1 0.2 0.1 0.1 0.002 0.02 0.1 0.02 0.1 0.02
polynomial line raw 10 0.2 0.2 0.2 0.1 0.02 0.1 0.005 0.1 0.005 0.02 0.02
polynomial line standardised 10 0.2 0.2 0.2 0.1 0.02 0.02 0.005 0.1 0.005 0.02 0.02
polynomial sine raw 10 0.2 0.2 0.2 0.2 0.05 0.01 0.005 0.1 0.01 0.02 0.02
polynomial sine standardised 20 0.5 0.5 0.5 0.5 0.05 0.005 0.01 0.2 0.01 0.05 0.05
sine line raw 5 0.2 0.2 0.2 0.2 0.1 0.05 0.02 0.05 0.02 0.2 0.02
sine line standardised 5 0.1 0.1 0.1 0.05 0.05 0.1 0.01 0.02 0.02 0.05 0.01
sine sine raw 20 0.5 0.5 0.5 0.2 0.2 0.1 0.05 0.2 0.05 0.2 0.05
sine sine standardised 20 0.5 0.5 0.5 0.2 0.1 0.005 0.02 0.2 0.05 0.1 0.05
spiral logistic raw 50 1 1 1 0.5 2 0.5 0.5 0.5 0.5 2 0.1
spiral logistic standardised 200 1 0.5 1 0.5 2 0.2 0.2 0.5 0.5 2 0.1
spiral two_weights raw 100 2 1 2 1 10 1 1 1 1 5 0.2
spiral two_weights standardised 20 1 1 1 0.5 2 0.2 0.2 0.2 0.2 2 0.1
three_class_spiral logistic raw 50 1 1 1 0.5 1 1 0.2 0.5 0.2 1 0.1
three_class_spiral logistic standardised 50 1 1 1 0.5 2 0.5 0.2 0.5 0.2 2 0.1
three_class_spiral two_weights raw 100 2 1 2 1 5 0.05 1 1 1 5 0.2
three_class_spiral two_weights standardised 50 1 0.5 1 0.5 1 0.05 0.2 0.5 0.2 1 0.1
xor logistic raw 50 1 1 1 0.5 2 0.5 0.5 0.2 1 2 0.1
xor logistic standardised 200 1 1 0.5 0.5 2 0.5 0.5 0.5 0.5 2 0.1
xor two_weights raw 50 1 0.5 1 0.5 2 0.2 0.5 0.5 1 2 0.1
xor two_weights standardised 50 1 0.5 1 0.5 2 0.5 0.5 0.2 0.5 2 0.1
"""
"""Learning rates, a column for each optimizer."""

SLOW = """
dataset model features optimizer share
iris_pair logistic raw gradient_descent 0.38
iris_pair logistic raw momentum 0.37
noisy_line sine raw radam 0.21
noisy_line sine standardised radam 0.42
penguins_mass line standardised radam 0.35
"""
"""Pairs that come less than half way down in 500 updates, and how far: where a valley's floor hardly falls (Rosenbrock), where the
ball pauses at a saddle without a slope (monkey saddle), or where one parameter is thousands of times as steep as the other (data as they
are), a rate that is safe is too small for more."""

IN_BATCHES = """
dataset model features optimizer share
iris_pair logistic raw radam 0.35
"""
"""Pairs that one example at a time come less than half as far down as with all data, and how far: RAdam, which after few
updates divides by the noise of batches, and data with outliers."""

OWN = """
model adadelta adagrad adam adamax adamw gradient_descent lion momentum nadam nesterov radam rmsprop
logistic 50 1 0.5 0.5 0.5 1 0.01 0.1 0.5 0.1 1 0.1
two_weights 20 1 0.5 0.5 0.5 1 0.01 0.1 0.2 0.1 1 0.1
line 2.3 0.047 0.047 0.047 0.056 0.02 0.011 0.005 0.023 0.005 0.02 0.0047
sine 10 0.2 0.1 0.2 0.1 0.037 0.004 0.0037 0.1 0.0037 0.061 0.02
"""
"""Own data: the constants c of engine/tuned/own.py."""
