package dev.renderfarm.standalone.broker;

import java.nio.file.Path;
import java.util.Properties;

/** Configuration of the one node: loopback only, replication of one, and memory and time-outs of a single machine. */
final class BrokerProperties {

    static Properties of(Path data, int clientPort, int controllerPort) {
        Properties properties = new Properties();
        identity(properties, data, clientPort, controllerPort);
        singleNode(properties);
        smallMachine(properties);
        groups(properties);
        return properties;
    }

    private static void identity(Properties properties, Path data, int clientPort, int controllerPort) {
        String clients = "PLAINTEXT://127.0.0.1:" + clientPort;
        properties.put("process.roles", "broker,controller");
        properties.put("node.id", "1");
        properties.put("controller.quorum.voters", "1@127.0.0.1:" + controllerPort);
        properties.put("listeners", clients + ",CONTROLLER://127.0.0.1:" + controllerPort);
        properties.put("advertised.listeners", clients);
        properties.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        properties.put("controller.listener.names", "CONTROLLER");
        properties.put("inter.broker.listener.name", "PLAINTEXT");
        properties.put("log.dirs", data.toAbsolutePath().toString());
        properties.put("auto.create.topics.enable", "false");
    }

    private static void singleNode(Properties properties) {
        properties.put("offsets.topic.replication.factor", "1");
        properties.put("offsets.topic.num.partitions", "4");
        properties.put("transaction.state.log.replication.factor", "1");
        properties.put("transaction.state.log.min.isr", "1");
        properties.put("transaction.state.log.num.partitions", "4");
        properties.put("share.coordinator.state.topic.replication.factor", "1");
        properties.put("share.coordinator.state.topic.min.isr", "1");
        properties.put("share.coordinator.state.topic.num.partitions", "4");
    }

    private static void smallMachine(Properties properties) {
        properties.put("num.network.threads", "2");
        properties.put("num.io.threads", "4");
        properties.put("background.threads", "2");
        // by default 128 MB of heap
        properties.put("log.cleaner.dedupe.buffer.size", Integer.toString(4 << 20));
        // a sole broker that misses its own heartbeats for want of CPU fences itself, and nobody takes over; after a
        // kill the next start waits as long for the dead session to end
        properties.put("broker.session.timeout.ms", "9000");
        properties.put("broker.heartbeat.interval.ms", "1000");
        // after a week's rest the tasks in the topics are old enough to be deleted: workers come first; by default 30 s
        properties.put("log.initial.task.delay.ms", "600000");
    }

    private static void groups(Properties properties) {
        properties.put("group.initial.rebalance.delay.ms", "0");
        properties.put("group.share.record.lock.duration.ms", "15000");
        properties.put("group.share.min.record.lock.duration.ms", "1000");
        properties.put("group.share.max.record.lock.duration.ms", "3600000");
        properties.put("group.streams.min.session.timeout.ms", "6000");
        properties.put("group.streams.session.timeout.ms", "6000");
        properties.put("group.streams.min.heartbeat.interval.ms", "1000");
        properties.put("group.streams.heartbeat.interval.ms", "1000");
        properties.put("group.streams.initial.rebalance.delay.ms", "0");
    }

    private BrokerProperties() {}
}
