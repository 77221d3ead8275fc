/** The bucket on an S3-compatible server, through the MinIO SDK. */
@NullMarked
package dev.renderfarm.objectstore.s3;

import org.jspecify.annotations.NullMarked;
