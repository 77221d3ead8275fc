package dev.renderfarm.coordinator.keys;

import dev.renderfarm.common.access.KeySecret;
import dev.renderfarm.common.access.Role;
import dev.renderfarm.common.access.StoredKey;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets the first admin in: with the key that the operator gives, or one that is drawn and shown once. Of coordinators that
 * draw at the same time the one counts whose key is first on the topic; the others take theirs back and show nothing. For one
 * thread.
 */
public final class FirstKey {

    private static final Logger LOG = LoggerFactory.getLogger(FirstKey.class);

    private final KeyRing ring;
    private final KeyDesk desk;
    private final Optional<KeySecret> given;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Consumer<String> show;
    /** Not on the topic yet, as far as that was read. */
    private @Nullable KeySecret drawn;

    private boolean forestalled;

    /** @param show tells the secret to whoever runs the farm; never a log */
    public FirstKey(
            KeyRing ring,
            KeyDesk desk,
            Optional<KeySecret> given,
            InstantSource clock,
            RandomGenerator random,
            Consumer<String> show) {
        this.ring = ring;
        this.desk = desk;
        this.given = given;
        this.clock = clock;
        this.random = random;
        this.show = show;
    }

    /** To be called when all keys are read. A given key that was revoked stays so; one that may have arrived is sent again. */
    public void ensure() throws InterruptedException {
        if (given.isPresent()) {
            if (ring.find(given.get().id()).isEmpty()) {
                desk.createFirst(given.get());
                LOG.atInfo().addKeyValue("key", given.get().id()).log("the given key counts from now on");
            }
            return;
        }
        boolean admin = ring.made().stream().anyMatch(key -> key.role() == Role.ADMIN && key.counts(clock.instant()));
        if (!admin) {
            KeySecret secret = drawn;
            if (secret == null) {
                secret = KeySecret.random(random);
                drawn = secret;
                forestalled = false;
            }
            desk.createFirst(secret);
        }
    }

    /** To be called with each key that the topic has, in its order. */
    public void read(StoredKey key) {
        KeySecret mine = drawn;
        if (mine == null) {
            return;
        }
        if (!key.id().equals(mine.id())) {
            forestalled =
                    forestalled || key.createdBy() == null && key.role() == Role.ADMIN && key.counts(clock.instant());
            return;
        }
        if (forestalled) {
            takeBack(mine);
        } else {
            show.accept(mine.text());
        }
        drawn = null;
    }

    private void takeBack(KeySecret mine) {
        try {
            desk.takeBackFirst(mine);
            LOG.atInfo().addKeyValue("key", mine.id()).log("another coordinator has drawn the first key");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
