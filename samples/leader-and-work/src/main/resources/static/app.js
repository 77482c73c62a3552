// The page asks its instance what it knows, twice a second. When that has died, another one takes over here, too.

const PERIOD = 500;
const SHOWN = 12;
const $ = (id) => document.getElementById(id);
const known = new Map();
const last = {};
let failures = 0;

async function refresh() {
	try {
		const response = await fetch("state", { signal: AbortSignal.timeout(5000) });
		const state = await response.json();
		if (!response.ok) {
			throw new Error(state.detail);
		}
		failures = 0;
		show(state);
		say();
	}
	catch (problem) {
		failures++;
		mark("down", "No answer");
		const next = [...known.values()].find((instance) => instance.port !== Number(location.port));
		say("This instance does not answer.", (next) ? `Going on at ${next.name}.` : String(problem.message));
		if (next && failures > 3) {
			location.port = next.port;
		}
	}
	setTimeout(refresh, PERIOD);
}

function show(state) {
	mark("live", `Shown by ${state.self}`);
	state.instances.forEach((instance) => known.set(instance.name, instance));
	const worker = state.done.at(-1)?.worker;
	const alive = new Set(state.instances.map((instance) => instance.name));
	handover("leads", state.leader);
	handover("works", worker);
	$("summary").textContent = `${alive.size} alive`;
	[...known.keys()].sort().forEach((name) => showInstance(known.get(name), {
		alive: alive.has(name), leads: state.leader === name, works: worker === name && alive.has(name),
	}));
	const numbers = state.done.map((done) => done.number);
	const missing = (numbers.length > 0) ? numbers.at(-1) - numbers[0] + 1 - numbers.length : 0;
	$("done-count").textContent = numbers.at(-1) ?? 0;
	$("waiting").textContent = state.waiting;
	$("missing").textContent = missing;
	$("events").replaceChildren(...state.done.slice(-SHOWN).reverse().map((done) => {
		const item = copy("task");
		const [number, leader, by] = item.children;
		number.textContent = `#${done.number}`;
		leader.textContent = done.leader;
		by.textContent = done.worker;
		return item;
	}));
}

// Rows stay, so that a click or the focus does not get lost
function showInstance(instance, roles) {
	const item = row(instance.name);
	item.dataset.state = (roles.alive) ? "live" : "down";
	item.querySelector(".description").textContent = (roles.alive) ? `process ${instance.pid}, port ${instance.port}` : "gone";
	item.querySelector(".leads").hidden = !roles.leads;
	item.querySelector(".works").hidden = !roles.works;
	item.querySelector(".kill").disabled = !roles.alive;
}

function row(name) {
	const rows = [...$("instances").children];
	const known = rows.find((item) => item.dataset.name === name);
	if (known) {
		return known;
	}
	const item = copy("instance");
	item.dataset.name = name;
	item.querySelector(".name").textContent = name;
	const kill = item.querySelector(".kill");
	kill.setAttribute("aria-label", `Kill ${name}`);
	kill.addEventListener("click", () => fetch(`instances/${encodeURIComponent(name)}/kill`, { method: "POST" }));
	$("instances").insertBefore(item, rows.find((other) => other.dataset.name > name) ?? null);
	return item;
}

function handover(role, name) {
	if (name && last[role] && last[role] !== name) {
		$("quiet").hidden = true;
		const item = document.createElement("li");
		const what = document.createElement("span");
		what.className = "what";
		what.textContent = `${name} ${role} instead of ${last[role]}`;
		const time = document.createElement("time");
		time.className = "quiet";
		time.textContent = new Date().toLocaleTimeString([], { hour12: false });
		item.append(what, time);
		$("handovers").prepend(item);
	}
	last[role] = name ?? last[role];
}

function mark(state, text) {
	$("status").dataset.state = state;
	$("status").querySelector(".text").textContent = text;
}

// Live regions are only touched when there is something new to read out
function say(title = "", text = "") {
	const [strong, span] = $("banner").children;
	if (strong.textContent !== title || span.textContent !== text) {
		strong.textContent = title;
		span.textContent = text;
		$("banner").hidden = !title;
	}
}

function copy(template) {
	return $(template).content.firstElementChild.cloneNode(true);
}

refresh();
