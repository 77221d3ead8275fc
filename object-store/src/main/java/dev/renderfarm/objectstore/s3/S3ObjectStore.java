package dev.renderfarm.objectstore.s3;

import dev.renderfarm.objectstore.store.ObjectNotFoundException;
import dev.renderfarm.objectstore.store.ObjectStore;
import io.minio.BucketExistsArgs;
import io.minio.Checksum;
import io.minio.GetObjectArgs;
import io.minio.ListObjectsArgs;
import io.minio.MakeBucketArgs;
import io.minio.MinioClient;
import io.minio.PutObjectArgs;
import io.minio.RemoveObjectArgs;
import io.minio.RemoveObjectsArgs;
import io.minio.StatObjectArgs;
import io.minio.StatObjectResponse;
import io.minio.errors.ErrorResponseException;
import io.minio.errors.MinioException;
import io.minio.messages.DeleteRequest;
import java.io.IOException;
import java.io.InputStream;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import okhttp3.OkHttpClient;

/**
 * {@link ObjectStore} on S3, MinIO, s3proxy and their like. Uses no object tags, which not all of them have. Where a
 * connection is refused or breaks off, the SDK throws a bare IllegalStateException around the reason.
 */
public final class S3ObjectStore implements ObjectStore {

    private static final long PART_SIZE = 8L << 20;
    private static final Set<String> NOT_FOUND = Set.of("NoSuchKey", "NoSuchObject", "ResourceNotFound");
    private static final Set<String> BUCKET_THERE = Set.of("BucketAlreadyOwnedByYou", "BucketAlreadyExists");

    /** Two writers at the same moment get the second answer. */
    private static final Set<String> TAKEN = Set.of("PreconditionFailed", "ConditionalRequestConflict");

    private final S3Settings settings;
    private final S3Failures failures;
    private final MinioClient client;
    private final S3Upload upload;

    /** Has one HTTP client for all its calls: a process wants one store. */
    public S3ObjectStore(S3Settings settings) {
        this(settings, S3HttpClient.of(settings));
    }

    /** @param http closed with the store */
    S3ObjectStore(S3Settings settings, OkHttpClient http) {
        this.settings = settings;
        this.failures = new S3Failures(settings.endpoint(), InstantSource.system());
        this.client = MinioClient.builder()
                .endpoint(settings.endpoint().toString())
                .region(settings.region())
                .credentials(settings.accessKey(), settings.secretKey())
                .httpClient(http, true)
                .build();
        this.upload = new S3Upload(settings, http, InstantSource.system());
    }

    @Override
    public boolean hasBucket() {
        try {
            return bucketExists();
        } catch (MinioException | IllegalStateException e) {
            throw failures.of("look up bucket " + settings.bucket(), e);
        }
    }

    @Override
    public void ensureBucket() {
        try {
            if (!bucketExists()) {
                client.makeBucket(
                        MakeBucketArgs.builder().bucket(settings.bucket()).build());
            }
        } catch (ErrorResponseException e) {
            if (!BUCKET_THERE.contains(e.errorResponse().code())) {
                throw failures.of("make bucket " + settings.bucket(), e);
            }
        } catch (MinioException | IllegalStateException e) {
            throw failures.of("make bucket " + settings.bucket(), e);
        }
    }

    /** An answer to HEAD has no body, so it does not tell a missing bucket from a missing object. */
    private void checkBucket() {
        try {
            if (!bucketExists()) {
                throw failures.noBucket(settings.bucket());
            }
        } catch (MinioException | IllegalStateException e) {
            throw failures.of("look up bucket " + settings.bucket(), e);
        }
    }

    private boolean bucketExists() throws MinioException {
        return client.bucketExists(
                BucketExistsArgs.builder().bucket(settings.bucket()).build());
    }

    @Override
    public boolean holdsAny(String prefix) {
        try {
            var listing = client.listObjects(ListObjectsArgs.builder()
                    .bucket(settings.bucket())
                    .prefix(prefix)
                    .maxKeys(1)
                    .build());
            for (var entry : listing) {
                entry.get();
                return true;
            }
            return false;
        } catch (MinioException | IllegalStateException e) {
            throw failures.of("list " + prefix, e);
        }
    }

    @Override
    public Iterator<String> list(String prefix, String after) {
        var listing = client.listObjects(ListObjectsArgs.builder()
                .bucket(settings.bucket())
                .prefix(prefix)
                .startAfter(after.isEmpty() ? null : after)
                .recursive(true)
                .build());
        return new ListedKeys(listing.iterator(), problem -> failures.of("list " + prefix, problem));
    }

    @Override
    public boolean putIfAbsent(String key, byte[] content, String contentType) {
        try {
            client.putObject(write(key, contentType)
                    .data(content, content.length)
                    .extraHeaders(Map.of("If-None-Match", "*"))
                    .build());
            return true;
        } catch (ErrorResponseException e) {
            if (TAKEN.contains(e.errorResponse().code())) {
                return false;
            }
            if (e.errorResponse().code().equals("NotImplemented")) {
                return putUnlessSeen(key, content, contentType);
            }
            throw failures.of("write " + key, e);
        } catch (MinioException | IllegalStateException e) {
            throw failures.of("write " + key, e);
        }
    }

    private boolean putUnlessSeen(String key, byte[] content, String contentType) {
        if (stat(key).isPresent()) {
            return false;
        }
        put(key, content, contentType, Map.of());
        return true;
    }

    @Override
    public void put(String key, byte[] content, String contentType, Map<String, String> userMetadata) {
        try {
            upload.put(key, content, contentType, userMetadata);
        } catch (MinioException | IOException e) {
            throw failures.of("write " + key, e);
        }
    }

    @Override
    public void put(String key, InputStream content, long size, String contentType) {
        try {
            client.putObject(
                    write(key, contentType).stream(content, size, PART_SIZE).build());
        } catch (MinioException | IllegalStateException e) {
            throw failures.of("write " + key, e);
        }
    }

    /** CRC32 is what S3 clients add by default, and the only checksum that the JDK computes at the speed of memory. */
    private PutObjectArgs.Builder write(String key, String contentType) {
        return PutObjectArgs.builder()
                .bucket(settings.bucket())
                .object(key)
                .contentType(contentType)
                .checksum(Checksum.Algorithm.CRC32);
    }

    @Override
    public InputStream get(String key) {
        return get(key, GetObjectArgs.builder());
    }

    @Override
    public InputStream get(String key, long offset, long length) {
        return get(key, GetObjectArgs.builder().offset(offset).length(length));
    }

    private InputStream get(String key, GetObjectArgs.Builder what) {
        try {
            return client.getObject(what.bucket(settings.bucket()).object(key).build());
        } catch (ErrorResponseException e) {
            if (NOT_FOUND.contains(e.errorResponse().code())) {
                throw new ObjectNotFoundException(key);
            }
            throw failures.of("read " + key, e);
        } catch (MinioException | IllegalStateException e) {
            throw failures.of("read " + key, e);
        }
    }

    @Override
    public Optional<StoredObject> stat(String key) {
        try {
            StatObjectResponse found = client.statObject(StatObjectArgs.builder()
                    .bucket(settings.bucket())
                    .object(key)
                    .build());
            return Optional.of(new StoredObject(key, found.size(), found.contentType()));
        } catch (ErrorResponseException e) {
            if (NOT_FOUND.contains(e.errorResponse().code())) {
                checkBucket();
                return Optional.empty();
            }
            throw failures.of("look up " + key, e);
        } catch (MinioException | IllegalStateException e) {
            throw failures.of("look up " + key, e);
        }
    }

    @Override
    public void delete(String key) {
        try {
            client.removeObject(RemoveObjectArgs.builder()
                    .bucket(settings.bucket())
                    .object(key)
                    .build());
        } catch (MinioException | IllegalStateException e) {
            throw failures.of("delete " + key, e);
        }
    }

    /** What the server does not delete among others is asked for by itself, and so tells why. */
    @Override
    public void deleteAll(List<String> keys) {
        var refused = client.removeObjects(RemoveObjectsArgs.builder()
                .bucket(settings.bucket())
                .objects(keys.stream().map(DeleteRequest.Object::new).toList())
                .build());
        try {
            for (var result : refused) {
                delete(result.get().objectName());
            }
        } catch (MinioException | IllegalStateException e) {
            throw failures.of("delete " + keys.size() + " objects", e);
        }
    }

    @Override
    public void close() {
        try {
            client.close();
        } catch (Exception e) {
            throw new IllegalStateException("the S3 client did not close", e);
        }
    }
}
