package dev.renderfarm.standalone.broker;

import java.nio.file.Path;
import java.util.List;
import java.util.Properties;

/** Configuration of the one node: loopback only, replication of one, and memory and time-outs of a single machine. */
final class BrokerProperties {

    static final int NODE = 1;

    static Properties of(Path data, int clientPort, int controllerPort, List<SideDoor> sideDoors) {
        Properties properties = of(data, clientPort, controllerPort);
        for (int i = 0; i < sideDoors.size(); i++) {
            String name = "SIDE" + i;
            add(
                    properties,
                    "listeners",
                    name + "://127.0.0.1:" + sideDoors.get(i).port());
            add(
                    properties,
                    "advertised.listeners",
                    name + "://127.0.0.1:" + sideDoors.get(i).told());
            add(properties, "listener.security.protocol.map", name + ":PLAINTEXT");
        }
        return properties;
    }

    private static void add(Properties properties, String key, String value) {
        properties.put(key, properties.getProperty(key) + "," + value);
    }

    private static Properties of(Path data, int clientPort, int controllerPort) {
        Properties properties = new Properties();
        identity(properties, data, clientPort, controllerPort);
        singleNode(properties);
        smallMachine(properties);
        groups(properties);
        return properties;
    }

    /** Of the same node without its broker, which serves no client. */
    static Properties controllerAlone(Path data, int controllerPort) {
        Properties properties = of(data, 0, controllerPort);
        properties.put("process.roles", "controller");
        properties.put("listeners", "CONTROLLER://" + controllerAddress(controllerPort));
        properties.remove("advertised.listeners");
        properties.remove("inter.broker.listener.name");
        return properties;
    }

    static String controllerAddress(int port) {
        return "127.0.0.1:" + port;
    }

    private static void identity(Properties properties, Path data, int clientPort, int controllerPort) {
        String clients = "PLAINTEXT://127.0.0.1:" + clientPort;
        properties.put("process.roles", "broker,controller");
        properties.put("node.id", Integer.toString(NODE));
        properties.put("controller.quorum.voters", NODE + "@" + controllerAddress(controllerPort));
        properties.put("listeners", clients + ",CONTROLLER://" + controllerAddress(controllerPort));
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
        properties.put("num.network.threads", "1");
        properties.put("num.io.threads", "2");
        properties.put("background.threads", "2");
        properties.put("group.coordinator.threads", "1");
        // by default 128 MB of heap
        properties.put("log.cleaner.dedupe.buffer.size", Integer.toString(4 << 20));
        // a sole broker that misses its own heartbeats for want of CPU fences itself, and nobody takes over
        properties.put("broker.session.timeout.ms", "600000");
        properties.put("broker.heartbeat.interval.ms", "2000");
        // by default the node gives up a start that takes longer than a minute
        properties.put("initial.broker.registration.timeout.ms", "600000");
        // by default the controller writes a record twice a second that says nothing
        properties.put("metadata.max.idle.interval.ms", "0");
        // by default every 5 s; the only replica has all there is
        properties.put("replica.high.watermark.checkpoint.interval.ms", "60000");
        // after a week's rest the tasks in the topics are old enough to be deleted: workers come first; by default 30 s
        properties.put("log.initial.task.delay.ms", "600000");
    }

    private static void groups(Properties properties) {
        properties.put("group.initial.rebalance.delay.ms", "0");
        properties.put("group.share.max.size", "1000");
        // the most that Kafka allows: the broker drops a record after the last, and counts what was only given back
        properties.put("group.share.delivery.count.limit", "10");
        properties.put("group.share.partition.max.record.locks", "10000");
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
