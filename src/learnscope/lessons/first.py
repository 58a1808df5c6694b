"""A first lesson, to begin one's own with."""

FIRST = """\
---
title: My first lesson
order: 1
minutes: 3
---

# What does one neuron say?

:::{state}
:experiment: two-two-two
:phase: read
:hidden: value.1.0
:::

The inputs are {number}`value.0.0` and {number}`value.0.1`. The neuron *hidden 1* multiplies
them by its weights {signed}`weight.0.0.0` and {signed}`weight.0.1.0`, adds its bias {signed}`bias.0.0`, and
sends the sum through its activation.

:::{ask-number}
:is: preactivation.1.0
:within: 1 %
What is the sum, before the activation?
:::

:::{hint}
Three parts: input × weight, input × weight, bias.
:::

:::{reply}
:when: answer ~ preactivation.1.0 - bias.0.0
That is the sum without the bias.
:::

:::{play}
:to: forward 1
:::

:::{ask-choice}
Which is larger, the sum or what came out of the activation?

- the sum {if}`preactivation.1.0 > value.1.0`
- what came out {if}`preactivation.1.0 < value.1.0`
:::

:::{why}
{why}`preactivation.1.0`
:::

:::{ask-words}
In your own words: what is the bias for?
:::

# Make it say more

:::{state}
:experiment: two-two-two
:touch: numbers
:::

:::{goal}
:reached: value.1.0 > 0.7
:solution: bias.0.0 = 2
Change one number so that *hidden 1* says more than 0.7.
:::

:::{hint}
The bias goes straight into the sum.
:::
"""
