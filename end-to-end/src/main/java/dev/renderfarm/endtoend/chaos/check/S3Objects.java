package dev.renderfarm.endtoend.chaos.check;

import io.minio.GetObjectArgs;
import io.minio.ListObjectsArgs;
import io.minio.MinioClient;
import io.minio.errors.ErrorResponseException;
import java.io.InputStream;
import java.net.URI;
import java.util.SortedSet;
import java.util.TreeSet;

/** {@link ObjectsInBucket} by a plain S3 client. */
public final class S3Objects implements ObjectsInBucket {

    private final MinioClient client;
    private final String bucket;

    public S3Objects(URI endpoint, String bucket, String accessKey, String secretKey) {
        this.client = MinioClient.builder()
                .endpoint(endpoint.toString())
                .region("us-east-1")
                .credentials(accessKey, secretKey)
                .build();
        this.bucket = bucket;
    }

    @Override
    public SortedSet<String> keys(String prefix) {
        SortedSet<String> keys = new TreeSet<>();
        try {
            for (var entry : client.listObjects(ListObjectsArgs.builder()
                    .bucket(bucket)
                    .prefix(prefix)
                    .recursive(true)
                    .build())) {
                keys.add(entry.get().objectName());
            }
            return keys;
        } catch (Exception e) {
            throw new IllegalStateException("cannot list " + prefix, e);
        }
    }

    @Override
    public byte[] content(String key) {
        try (InputStream content = client.getObject(
                GetObjectArgs.builder().bucket(bucket).object(key).build())) {
            return content.readAllBytes();
        } catch (ErrorResponseException e) {
            if ("NoSuchKey".equals(e.errorResponse().code())) {
                throw new MissingObjectException(key, e);
            }
            throw new IllegalStateException("cannot read " + key, e);
        } catch (Exception e) {
            throw new IllegalStateException("cannot read " + key, e);
        }
    }
}
