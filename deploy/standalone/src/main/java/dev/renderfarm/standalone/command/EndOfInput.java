package dev.renderfarm.standalone.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Does something when a stream has ended or broken; what it carries means nothing. */
record EndOfInput(InputStream input, Runnable then) {

    /** Returns at once and waits on a thread of its own. */
    void watch() {
        Thread thread = new Thread(this::await, "end-of-input");
        thread.setDaemon(true);
        thread.start();
    }

    private void await() {
        try {
            input.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            // a broken pipe is its end
        }
        then.run();
    }
}
