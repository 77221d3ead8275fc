/** Which of a model's published packages each of its workers takes, while another one is rolled out. */
@NullMarked
package dev.renderfarm.modeldistribution.rollout;

import org.jspecify.annotations.NullMarked;
