/*
 * Copyright 2026-present the original author or authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package io.github.etcdspring.connection;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A name server that knows service records.
 *
 * @author The etcd-spring authors
 */
final class NameServer implements AutoCloseable {

	private static final int NO_SUCH_NAME = 3;

	private final DatagramSocket socket;

	private final Map<String, List<Service>> services = new ConcurrentHashMap<>();

	private volatile boolean silent;

	NameServer() throws IOException {
		this.socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
		Thread thread = new Thread(this::serve, "name-server");
		thread.setDaemon(true);
		thread.start();
	}

	String address() {
		return "127.0.0.1:" + this.socket.getLocalPort();
	}

	/**
	 * Publish a service in place of what was known by its name.
	 * @param name the name
	 * @param targets the targets
	 */
	void publish(String name, Service... targets) {
		this.services.put(name, List.of(targets));
	}

	void silent(boolean silent) {
		this.silent = silent;
	}

	private void serve() {
		while (!this.socket.isClosed()) {
			try {
				DatagramPacket query = new DatagramPacket(new byte[512], 512);
				this.socket.receive(query);
				if (!this.silent) {
					byte[] answer = answer(ByteBuffer.wrap(query.getData(), 0, query.getLength()));
					this.socket.send(new DatagramPacket(answer, answer.length, query.getSocketAddress()));
				}
			}
			catch (IOException ex) {
				if (!this.socket.isClosed()) {
					throw new UncheckedIOException(ex);
				}
			}
		}
	}

	private byte[] answer(ByteBuffer query) throws IOException {
		int id = query.getShort(0);
		query.position(12);
		List<String> labels = new ArrayList<>();
		for (int length = query.get(); length > 0; length = query.get()) {
			byte[] label = new byte[length];
			query.get(label);
			labels.add(new String(label, StandardCharsets.US_ASCII).toLowerCase(Locale.ROOT));
		}
		byte[] question = new byte[query.position() + 4 - 12];
		query.position(12).get(question);
		List<Service> found = this.services.get(String.join(".", labels));
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		DataOutputStream out = new DataOutputStream(bytes);
		out.writeShort(id);
		out.writeShort(0x8580 | ((found != null) ? 0 : NO_SUCH_NAME));
		out.writeShort(1);
		out.writeShort((found != null) ? found.size() : 0);
		out.writeInt(0);
		out.write(question);
		for (Service service : (found != null) ? found : List.<Service>of()) {
			byte[] data = data(service);
			out.writeShort(0xC00C);
			out.writeShort(33);
			out.writeShort(1);
			out.writeInt(0);
			out.writeShort(data.length);
			out.write(data);
		}
		return bytes.toByteArray();
	}

	private static byte[] data(Service service) throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		DataOutputStream out = new DataOutputStream(bytes);
		out.writeShort(service.priority());
		out.writeShort(10);
		out.writeShort(service.port());
		for (String label : service.host().split("\\.")) {
			out.writeByte(label.length());
			out.write(label.getBytes(StandardCharsets.US_ASCII));
		}
		out.writeByte(0);
		return bytes.toByteArray();
	}

	@Override
	public void close() {
		this.socket.close();
	}

	/**
	 * A target of a service.
	 *
	 * @param priority the lower the earlier
	 * @param host the host
	 * @param port the port
	 */
	record Service(int priority, String host, int port) {

	}

}
