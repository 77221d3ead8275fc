/** Names of the topics and groups, and the CloudEvents headers of their records. */
@NullMarked
package dev.renderfarm.common.topic;

import org.jspecify.annotations.NullMarked;
