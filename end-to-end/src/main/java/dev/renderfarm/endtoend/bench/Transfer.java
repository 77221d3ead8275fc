package dev.renderfarm.endtoend.bench;

import java.io.IOException;

/** One way to bring objects into a bucket and back. Safe for use by several threads. */
interface Transfer extends AutoCloseable {

    void put(String key, byte[] content) throws Exception;

    byte[] get(String key) throws Exception;

    @Override
    void close() throws IOException;
}
