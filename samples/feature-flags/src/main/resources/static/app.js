// What etcd holds comes by server-sent events alone: a switch never changes
// because it was clicked, but because the change came back from etcd.

const RECONNECT = 1000;
const SILENCE = 10000;
const EVENTS = 30;

const $ = (id) => document.getElementById(id);
const flags = new Map();
const events = new Map();
let revision = 0;
let application = false;
let etcd = false;
let problem;
let silence;
let instances;

function connect() {
	const stream = new EventSource("events");
	const again = () => {
		clearTimeout(silence);
		stream.close();
		application = false;
		showState();
		setTimeout(connect, RECONNECT);
	};
	const listen = (type, handle) => stream.addEventListener(type, (event) => {
		clearTimeout(silence);
		silence = setTimeout(again, SILENCE);
		application = true;
		handle(JSON.parse(event.data));
		showState();
	});
	listen("cluster", showCluster);
	listen("snapshot", showSnapshot);
	listen("change", showChange);
	listen("problem", (found) => problem = found.detail);
	stream.onerror = again;
}

function showSnapshot(snapshot) {
	revision = snapshot.revision;
	flags.clear();
	snapshot.flags.forEach((entry) => flags.set(entry.name, entry));
	$("flags").replaceChildren();
	[...flags.keys()].sort().forEach(showFlag);
	showSummary();
	snapshot.history.forEach(remember);
	showEvents();
	problem = undefined;
}

function showChange(change) {
	revision = change.revision;
	if (change.type === "deleted") {
		flags.delete(change.name);
	}
	else {
		flags.set(change.name, change);
	}
	showFlag(change.name);
	row(change.name)?.classList.add("flash");
	showSummary();
	remember(change);
	showEvents();
}

function row(name) {
	return [...$("flags").children].find((item) => item.dataset.name === name);
}

function showFlag(name) {
	const entry = flags.get(name);
	const old = row(name);
	if (!entry) {
		old?.remove();
		return;
	}
	const flag = entry.flag;
	const item = copy("flag", { ".name": name, ".description": flag.description, ".revision": `rev ${entry.revision}` });
	item.dataset.name = name;
	const toggle = item.querySelector("input");
	toggle.checked = flag.enabled;
	toggle.addEventListener("change", async () => {
		const wanted = toggle.checked;
		toggle.checked = flag.enabled;
		await send("PUT", name, { ...flag, enabled: wanted });
	});
	const remove = item.querySelector(".delete");
	remove.setAttribute("aria-label", `Delete ${name}`);
	remove.title = `Delete ${name}`;
	remove.addEventListener("click", () => send("DELETE", name));
	const focused = old?.querySelector("input") === document.activeElement;
	if (old) {
		old.replaceWith(item);
	}
	else {
		const next = [...$("flags").children].find((other) => other.dataset.name > name);
		$("flags").insertBefore(item, next ?? null);
	}
	if (focused) {
		toggle.focus();
	}
}

function showSummary() {
	const on = [...flags.values()].filter((entry) => entry.flag.enabled).length;
	$("summary").textContent = (flags.size > 0) ? `${on} of ${flags.size} on` : "";
	$("empty").hidden = flags.size > 0;
	$("revision").textContent = `revision ${revision}`;
}

function showCluster(cluster) {
	showInstances(cluster.instances);
	etcd = cluster.available;
	$("members").replaceChildren(...cluster.members.map((member) => {
		const item = copy("member", { ".name": member.endpoint.replace(/^https?:\/\//, ""), ".description": describe(member) });
		item.dataset.state = (member.problem) ? "down" : "live";
		item.querySelector(".badge").hidden = !member.leader;
		return item;
	}));
}

function showInstances(names) {
	if (names.join() === instances) {
		return;
	}
	instances = names.join();
	const links = names.map((name) => {
		const link = document.createElement("a");
		link.href = `http://${name}`;
		link.textContent = name;
		return link;
	});
	$("instances").replaceChildren((names.length === 1) ? "One instance: " : `${names.length} instances: `,
			...links.flatMap((link, index) => (index === 0) ? [link] : [", ", link]));
	$("instances").hidden = names.length === 0;
}

function describe(member) {
	if (member.problem) {
		return member.problem;
	}
	const kibibytes = member.databaseSize / 1024;
	const size = (kibibytes < 1000) ? `${kibibytes.toFixed(0)} KiB` : `${(kibibytes / 1024).toFixed(1)} MiB`;
	return `version ${member.version}, ${size}`;
}

function remember(event) {
	events.set(`${event.revision} ${event.name}`, event);
	[...events.keys()].slice(0, -EVENTS).forEach((key) => events.delete(key));
}

function showEvents() {
	$("quiet").hidden = events.size > 0;
	$("events").replaceChildren(...[...events.values()].reverse().map((event) => {
		const item = copy("event", {
			".badge": event.type,
			".name": event.name,
			".revision": `rev ${event.revision}`,
			".by": (event.flag?.changedBy) ? `by ${event.flag.changedBy}` : "",
			"time": (event.time) ? new Date(event.time).toLocaleTimeString([], { hour12: false }) : "",
		});
		item.dataset.type = event.type;
		return item;
	}));
}

function showState() {
	const usable = application && etcd;
	const [state, text] = (!application) ? ["connecting", "Reconnecting"]
			: (etcd) ? ["live", "Live"] : ["down", "etcd is away"];
	$("status").dataset.state = state;
	$("members").classList.toggle("stale", !application);
	$("status").querySelector(".text").textContent = text;
	if (!application) {
		say("The application does not answer.", "This page goes on by itself when it is back.");
	}
	else if (!etcd) {
		say("etcd cannot be reached.", "These are the flags as last seen. The switches work again when it is back.");
	}
	else {
		say((problem) ? "The flags cannot be read." : "", problem);
	}
	document.querySelectorAll("main input, main button").forEach((control) => control.disabled = !usable);
}

// Live regions are only touched when there is something new to read out
function say(title, text = "") {
	const banner = $("banner");
	const [strong, span] = banner.children;
	if (strong.textContent !== title || span.textContent !== text) {
		strong.textContent = title;
		span.textContent = text;
		banner.hidden = !title;
	}
}

async function send(method, name, body) {
	$("message").textContent = "";
	try {
		const response = await fetch(`flags/${encodeURIComponent(name)}`, {
			method,
			headers: { "Content-Type": "application/json" },
			body: (body) ? JSON.stringify(body) : undefined,
		});
		if (!response.ok) {
			const problem = await response.json().catch(() => ({}));
			$("message").textContent = problem.detail ?? `${name}: ${response.status}`;
		}
		return response.ok;
	}
	catch {
		$("message").textContent = "The application does not answer.";
		return false;
	}
}

function copy(template, texts) {
	const item = $(template).content.firstElementChild.cloneNode(true);
	Object.entries(texts).forEach(([selector, text]) => item.querySelector(selector).textContent = text);
	return item;
}

$("create").addEventListener("submit", async (event) => {
	event.preventDefault();
	const form = event.target;
	const { name, description } = Object.fromEntries(new FormData(form));
	if (await send("POST", name, { enabled: false, description })) {
		form.reset();
		form.elements.name.focus();
	}
});

$("instance").textContent = location.host;
connect();
