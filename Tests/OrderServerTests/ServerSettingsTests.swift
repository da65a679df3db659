import OrderServer
import Testing

@Suite struct ServerSettingsTests {
    @Test func pagesAreBoundedUnlessToldOtherwise() {
        let settings = ServerSettings()
        #expect(settings.defaultLimit == 10)
        #expect(settings.maximumLimit == 100)
    }
}
