// What sessions have found out about servers, kept for the next ones: trust in parameters and the largest page. It is
// only knowledge that saves requests; a file that is broken, old or not writable costs requests and nothing else.

package import OrderModel

/// The file of what was learnt, `servers.json` among the user's state.
package struct ServerMemory: Sendable {
    /// A server's list: what is known of one scope says nothing of the other.
    package struct Key: Sendable, Hashable {
        /// The server's address without a query.
        let server: String
        let scope: ListEndpoint

        package init(server: String, scope: ListEndpoint) {
            self.server = server
            self.scope = scope
        }
    }

    let path: String
    /// Seconds since 1970.
    let now: @Sendable () -> Int

    package init(path: String, now: @escaping @Sendable () -> Int) {
        self.path = path
        self.now = now
    }

    /// The user's own; nil when the environment names no home.
    package static func user(now: @escaping @Sendable () -> Int) -> ServerMemory? {
        UserPaths.state("servers.json").map { ServerMemory(path: $0, now: now) }
    }

    /// What is written is only read again by programs that write the same.
    private static let version = "3"
    private static let longestBytes = 4 << 20
    private static let secondsPerDay = 86_400
    /// What was seen so many days ago may have changed.
    private static let lifetimeDays = 30
    /// The servers seen last are kept.
    private static let maximumEntryCount = 200

    /// What is remembered of a server's list.
    package func habits(of key: Key) -> ServerHabits {
        load().first { $0.key == key }?.habits ?? ServerHabits()
    }

    /// Remembers what was learnt of a server's list; says in words why it could not be written, or nil.
    ///
    /// What another session has learnt meanwhile is kept, and distrust by either of them.
    package func remember(_ habits: ServerHabits, of key: Key) -> String? {
        let learnt = habits.learntPart
        guard learnt != ServerHabits() else { return nil }
        do {
            UserPaths.makeFolders(above: path)
            let file = PrivateFile(path: PrivateFile.resolved(path))
            try file.withLock(waiting: .milliseconds(200)) {
                var entries = load()
                var entry = Entry(key: key, day: today, habits: learnt)
                if let index = entries.firstIndex(where: { $0.key == key }) {
                    entry.habits = learnt.joined(with: entries.remove(at: index).habits)
                }
                entries.insert(entry, at: 0)
                try file.replace(with: Self.text(of: entries))
            }
            return nil
        } catch {
            return "what was learnt of \(key.server) is not kept: "
                + ((error as? any Failure)?.message ?? "\(path) cannot be written")
        }
    }

    private struct Entry {
        let key: Key
        let day: Int
        var habits: ServerHabits
    }

    private var today: Int { now() / Self.secondsPerDay }

    /// The entries that still hold; none when the file is not what it should be.
    private func load() -> [Entry] {
        guard let bytes = try? PrivateFile(path: path).read(limitBytes: Self.longestBytes)?.bytes,
            let value = try? JSONParser.parse(bytes),
            let reader = try? JSONObjectReader(value, keys: ["version", "servers"]),
            case .number(Self.version)? = reader.object["version"],
            case .array(let elements)? = reader.object["servers"]
        else { return [] }
        return elements.compactMap(entry)
    }

    private func entry(_ value: JSONValue) -> Entry? {
        guard let reader = try? JSONObjectReader(value, keys: ["server", "scope", "day", "habits"]),
            let server = try? reader.text("server"),
            let scope = (try? reader.text("scope")).flatMap(ListEndpoint.init(rawValue:)),
            let day = try? reader.count("day", in: 0...Int(Int32.max)),
            let habits = try? ServerHabits(reader.object["habits"] ?? .null, at: "habits"),
            today - day <= Self.lifetimeDays, day <= today + 1
        else { return nil }
        return Entry(key: Key(server: server, scope: scope), day: day, habits: habits.learntPart)
    }

    private static func text(of entries: [Entry]) -> String {
        let servers = entries.prefix(maximumEntryCount).map { entry -> JSONValue in
            .object(
                JSONObject([
                    JSONMember(key: "server", value: .text(entry.key.server)),
                    JSONMember(key: "scope", value: .text(entry.key.scope.rawValue)),
                    JSONMember(key: "day", value: .number(String(entry.day))),
                    JSONMember(key: "habits", value: .object(entry.habits.json)),
                ])
            )
        }
        let members = [
            JSONMember(key: "version", value: .number(version)), JSONMember(key: "servers", value: .array(servers)),
        ]
        return JSONValue.object(JSONObject(members)).serializedPretty() + "\n"
    }
}

extension ServerHabits {
    /// What queries find out by themselves; the rest only a profile or `probe` says.
    fileprivate var learntPart: ServerHabits {
        var habits = ServerHabits()
        habits.proved = proved
        habits.distrusted = distrusted
        habits.maximumPageSize = maximumPageSize
        habits.dateForm = dateForm
        return habits
    }

    /// With what an earlier session learnt: the newer page size, and the distrust of both.
    fileprivate func joined(with earlier: ServerHabits) -> ServerHabits {
        var habits = self
        habits.learn(.proved(earlier.proved))
        habits.learn(.distrusted(earlier.distrusted))
        habits.maximumPageSize = maximumPageSize ?? earlier.maximumPageSize
        habits.dateForm = dateForm ?? earlier.dateForm
        return habits
    }
}
